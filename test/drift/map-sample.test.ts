import { expect, it } from 'vitest';
import { mapSample } from '../../src/drift/map-sample';

/** Digits whose label, first pixel and features all tell which they are. */
function set(count: number, from: number) {
  const images = new Uint8Array(count * 784);
  const features = new Float32Array(count * 2);
  for (let i = 0; i < count; i++) {
    images[784 * i] = from + i;
    features.set([from + i, -(from + i)], 2 * i);
  }
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 10);
  return { digits: { images, labels, scale: 1 }, features, probabilities: new Float32Array(10 * count) };
}

it('draws equally many of both sets, each digit with its own features', () => {
  const { rows, width, reference, current } = mapSample(
    { reference: set(40, 0), current: set(25, 100) },
    30,
    1,
  );
  expect(width).toBe(2);
  expect(reference.labels).toHaveLength(25);
  expect(current.labels).toHaveLength(25);
  for (let i = 0; i < 25; i++) {
    expect(Array.from(rows.subarray(2 * i, 2 * i + 2))).toEqual([
      reference.images[784 * i],
      -reference.images[784 * i],
    ]);
    expect(rows[2 * (25 + i)]).toBe(current.images[784 * i]);
  }
  expect(new Set(Array.from({ length: 25 }, (_, i) => current.images[784 * i])).size).toBe(25);
});
