import { expect, test } from 'vitest';
import { random } from '../../src/common/random';
import { groupSums, middle, quantile, resampledMeans } from '../../src/drift/bootstrap';

test('sums go by group, in the order in which groups first come', () => {
  const { counts, sums } = groupSums(
    ['b', 'a', 'b'],
    [
      [1, 10, 100],
      [5, 6, 7],
    ],
  );
  expect(counts).toEqual([2, 1]);
  expect(sums).toEqual([
    [101, 10],
    [12, 6],
  ]);
});

test('quantiles are those of NumPy', () => {
  // python -c "import numpy; print(numpy.percentile([3,1,4,1,5,9,2,6], [2.5, 50, 97.5]))" -> [1. 3.5 8.475]
  const sorted = [1, 1, 2, 3, 4, 5, 6, 9];
  expect(quantile(sorted, 0.025)).toBeCloseTo(1, 12);
  expect(quantile(sorted, 0.5)).toBeCloseTo(3.5, 12);
  expect(quantile(sorted, 0.975)).toBeCloseTo(8.475, 12);
});

/** How often 95 % intervals hold the truth when every group has its own effect. */
function coverage(byGroup: boolean, studies: number): number {
  const stream = random(3, 'coverage');
  let hits = 0;
  for (let s = 0; s < studies; s++) {
    const groups: string[] = [];
    const values: number[] = [];
    for (let g = 0; g < 40; g++) {
      const effect = stream.normal();
      for (let i = 0; i < 20; i++) {
        groups.push(byGroup ? `${g}` : `${g} ${i}`);
        values.push(0.5 + effect + 0.5 * stream.normal());
      }
    }
    const means = Array.from(resampledMeans(groupSums(groups, [values]), 200, s), ([mean]) => mean);
    const { low, high } = middle(means);
    if (low <= 0.5 && 0.5 <= high) hits++;
  }
  return hits / studies;
}

test('intervals over sheets hold the truth about as often as they say', () => {
  const share = coverage(true, 200);
  // 200 studies: three standard errors of 0.95 are 0.046; the bootstrap of 40 groups itself falls a little short.
  expect(share).toBeGreaterThan(0.89);
  expect(share).toBeLessThan(0.99);
});

test('intervals over photos, as if each were a sheet of its own, hold it far too seldom', () => {
  expect(coverage(false, 40)).toBeLessThan(0.6);
});

test('the same seed draws the same resamples', () => {
  const grouped = groupSums(['a', 'b', 'c'], [[1, 2, 4]]);
  const draw = (seed: number) => Array.from(resampledMeans(grouped, 5, seed), ([mean]) => mean);
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});
