import { expect, test } from 'vitest';
import { nearest } from '../../src/drift/nearest';

test('the nearest is the one at the least Euclidean distance', () => {
  const features = Float32Array.of(0, 0, 3, 4);
  const others = Float32Array.of(10, 10, 3, 5, 1, 0);
  expect(nearest(features, [1, 0], others, 2)).toEqual([
    { position: 1, distance: 1 },
    { position: 2, distance: 1 },
  ]);
});

test('of equals the first is taken', () => {
  expect(nearest(Float32Array.of(0), [0], Float32Array.of(2, -2), 1)).toEqual([{ position: 0, distance: 2 }]);
});

test('nothing to be near to is an error', () => {
  expect(() => nearest(Float32Array.of(0), [0], new Float32Array(0), 1)).toThrow('nothing to be near to');
});
