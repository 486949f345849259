import { expect, test } from 'vitest';
import { spread } from '../../src/drift/spread';

test('mean and interval are those of a t-test', () => {
  // python -c "from scipy import stats; v=[.94,.91,.95,.93,.92]; print(stats.t.interval(.95, 4, loc=.93, scale=stats.sem(v)))"
  // -> (0.910367..., 0.949632...): 2.7764 × 0.0158114 / √5 on either side.
  const { mean, low, high } = spread([0.94, 0.91, 0.95, 0.93, 0.92]);
  expect(mean).toBeCloseTo(0.93, 12);
  expect(low).toBeCloseTo(0.910368, 5);
  expect(high).toBeCloseTo(0.949632, 5);
});

test('one seed has no interval, and an accuracy none beyond 0 and 1', () => {
  expect(spread([0.8])).toEqual({ mean: 0.8, low: 0.8, high: 0.8, values: [0.8] });
  expect(spread([0.99, 1, 1]).high).toBe(1);
});
