import { expect, test } from 'vitest';
import { permutation, random, shuffled } from '../../src/common/random';

test('the same seed and names give the same numbers', () => {
  const a = random(7, 'writer', 3);
  const b = random(7, 'writer', 3);
  expect(Array.from({ length: 20 }, a.uniform)).toEqual(Array.from({ length: 20 }, b.uniform));
});

test('another seed, another name or another number gives other numbers', () => {
  const first = (...names: (string | number)[]): number => random(7, ...names).uniform();
  const values = [
    first('writer', 3),
    first('writer', 4),
    first('sheet', 3),
    random(8, 'writer', 3).uniform(),
  ];
  expect(new Set(values).size).toBe(values.length);
});

test('uniform numbers fill 0 to 1 evenly, by a chi-square test over 100 bins', () => {
  const stream = random(1, 'uniform');
  const bins = new Array<number>(100).fill(0);
  const n = 100_000;
  for (let i = 0; i < n; i++) bins[Math.floor(stream.uniform() * 100)]++;
  const chi2 = bins.reduce((sum, count) => sum + (count - n / 100) ** 2 / (n / 100), 0);
  // The 0.0005 and 0.9995 quantiles of chi-square with 99 degrees of freedom (scipy.stats.chi2.ppf).
  expect(chi2).toBeGreaterThan(57.6);
  expect(chi2).toBeLessThan(151.9);
});

test('normal numbers have the mean and deviation asked for', () => {
  const stream = random(2, 'normal');
  const values = Array.from({ length: 50_000 }, () => stream.normal(3, 2));
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
  expect(mean).toBeCloseTo(3, 1);
  expect(deviation).toBeCloseTo(2, 1);
});

test('a permutation holds every number once, in another order', () => {
  const order = permutation(1000, random(3));
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  expect([...order.subarray(0, 10)]).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('every order of three items is as likely as the others', () => {
  const stream = random(4);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = shuffled(['a', 'b', 'c'], stream).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
});

test('shuffling leaves the array that was given as it was', () => {
  const items = [1, 2, 3, 4, 5];
  shuffled(items, random(5));
  expect(items).toEqual([1, 2, 3, 4, 5]);
});
