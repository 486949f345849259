import { expect, it } from 'vitest';
import type { DriftTest, PropertyDrift } from '../../src/drift/comparison';
import {
  defaultDriftThresholds,
  findingInWords,
  findingsOf,
  judgeTests,
  movedShare,
} from '../../src/drift/judge-drift';

function property(name: PropertyDrift['name'], value: number, q: number): PropertyDrift {
  return {
    name,
    unit: '',
    meaning: '',
    reference: [0, 0, 0],
    current: [0, 0, 0],
    effect: { value, low: value, high: value },
    wasserstein: 0,
    ks: 0,
    p: q,
    q,
    pByDigit: q,
    psi: 0,
    jensenShannon: 0,
    byClass: new Array<null>(10).fill(null),
  };
}

function test(name: string, space: DriftTest['space'], statistic: number, p: number): DriftTest {
  return { name, space, statistic, p, power: [] };
}

const found = (properties: PropertyDrift[], tests: DriftTest[], moved = {}, drop: number | null = null) =>
  findingsOf(
    properties,
    judgeTests(tests, moved),
    drop === null ? null : { value: drop, low: drop, high: drop, p: 0.001 },
    defaultDriftThresholds,
  ).map(({ name }) => name);

it('calls drift what is large and no chance, and neither of the two alone', () => {
  expect(
    found([property('slant', -0.5, 0.001), property('width', 0.2, 0.001), property('height', 0.9, 0.2)], []),
  ).toEqual(['slant']);
  const far = [test('MMD', 'features', 1, 0.001), test('domain classifier', 'features', 0.9, 0.001)];
  const near = [test('MMD', 'features', 1, 0.001), test('domain classifier', 'features', 0.55, 0.001)];
  const chance = [test('MMD', 'features', 1, 0.5), test('domain classifier', 'features', 0.9, 0.5)];
  expect([far, near, chance].map((tests) => found([], tests))).toEqual([['features'], [], []]);
});

it('lets any significant test of a view stand for it, and corrects all of them together', () => {
  const tests = [test('MMD', 'pixels', 1, 0.008), test('domain classifier', 'pixels', 0.8, 0.3)];
  // 0.008 of two tests is 0.016, of three 0.024.
  expect(found([], tests)).toEqual(['pixels']);
  expect(found([], [...tests, test('chi-square', 'labels', 1, 0.9)])).toEqual([]);
});

it('measures classes by the share that would have to change, and puts lost accuracy first', () => {
  expect(movedShare([10, 10], [5, 15])).toBeCloseTo(0.25, 12);
  expect(movedShare([10], [0, 10])).toBeCloseTo(0.5, 12);
  const tests = [test('chi-square', 'labels', 9, 0.001), test('chi-square', 'predictions', 9, 0.001)];
  const names = found([property('slant', 1, 0.001)], tests, { labels: 0.3, predictions: 0.05 }, 0.2);
  expect(names).toEqual(['accuracy', 'slant', 'labels']);
});

it('says of a finding which way it goes', () => {
  const [finding] = findingsOf([property('slant', -0.5, 0.001)], [], null, defaultDriftThresholds);
  expect(findingInWords(finding)).toBe("slant is smaller (Cliff's delta -0.50, q 0.001)");
});
