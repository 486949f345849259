import { expect, it } from 'vitest';
import { random } from '../../src/common/random';
import { type ComparedSet, compare } from '../../src/drift/compare';
import { groupsOf } from '../../src/drift/statistics/groups';
import { twoSampleTests } from '../../src/drift/two-samples';

/** Bars as digits, five to a sheet, with made-up features that differ by `shift` of their sheet's own spread. */
function bars(count: number, thickness: number, shift: number, seed: number): ComparedSet {
  const stream = random(seed, 'bars');
  const images = new Uint8Array(count * 784);
  const features = new Float32Array(count * 20);
  const probabilities = new Float32Array(count * 10);
  let sheet: number[] = [];
  for (let n = 0; n < count; n++) {
    if (n % 5 === 0) sheet = Array.from({ length: 20 }, () => stream.normal());
    const left = 8 + stream.integer(6);
    for (let y = 4; y < 24; y++)
      images.fill(255, n * 784 + y * 28 + left, n * 784 + y * 28 + left + thickness);
    for (let k = 0; k < 20; k++) features[20 * n + k] = sheet[k] + shift + 0.1 * stream.normal();
    probabilities[10 * n + (Math.floor(n / 5) % 10)] = 1;
  }
  return {
    digits: {
      images,
      labels: Uint8Array.from({ length: count }, (_, n) => Math.floor(n / 5) % 10),
      scale: 1 / 255,
    },
    sheets: Array.from({ length: count }, (_, n) => `${seed}/${Math.floor(n / 5)}`),
    features,
    probabilities,
  };
}

const quick = { seed: 1, permutations: 99, splits: 40, runs: 2, sizes: [20] };

it('names the property that differs first, and the tests that see the shift', async () => {
  const { properties, tests } = await compare(bars(300, 2, 0, 1), bars(300, 4, 1, 2), quick);
  // Both bars are of one brightness, so that only their width tells them apart.
  expect(['ink area', 'stroke thickness', 'width', 'aspect']).toContain(properties[0].name);
  expect(properties[0].effect.value).toBeGreaterThan(0.9);
  expect(properties[0].q).toBeLessThan(0.05);
  const p = (name: string, space: string) =>
    tests.find((test) => test.name === name && test.space === space)?.p;
  for (const name of ['MMD', 'energy distance', 'Fréchet distance', 'domain classifier']) {
    expect(p(name, 'features')).toBe(0.01);
  }
  expect(p('chi-square', 'labels')).toBeGreaterThan(0.1);
  expect(tests[0].power.map(({ strength }) => strength)).toEqual(['small', 'medium', 'large']);
});

it('keeps the level by sheet where taking photos for independent breaks it', async () => {
  const { tests } = await compare(bars(300, 2, 0, 1), bars(300, 2, 0, 2), { ...quick, runs: 0 });
  const mmd = tests.find(({ name, space }) => name === 'MMD' && space === 'features');
  expect(mmd?.aa?.holds).toBe(true);
  expect(mmd?.aa?.byDigit).toBeGreaterThan(10);
});

it('gives the same result for the same seed', () => {
  const sample = (seed: number) => {
    const { digits, sheets, features } = bars(60, 2, 0, seed);
    const rows = { rows: features as Float32Array, width: 20 };
    const views = { features: { whole: rows, few: rows } };
    return { labels: digits.labels, groups: groupsOf(sheets ?? []), views };
  };
  const run = () =>
    twoSampleTests(sample(1), sample(2), {
      permutations: 19,
      bandwidth: { features: 4 },
      seed: 3,
    });
  expect(run()).toEqual(run());
});

it('refuses sheets that do not fit the digits, in words', async () => {
  const set = bars(30, 2, 0, 1);
  await expect(compare({ ...set, sheets: ['one'] }, set, quick)).rejects.toThrow(
    'the reference set has 1 sheets for 30 labels: expected one a label',
  );
});

it('says nothing where a side has one sheet alone', async () => {
  const one = bars(30, 2, 0, 1);
  const { tests } = await compare(bars(30, 2, 0, 2), { ...one, sheets: one.sheets?.map(() => 'one') }, quick);
  const mmd = tests.find(({ name, space }) => name === 'MMD' && space === 'features');
  expect(mmd?.aa).toBeUndefined();
  for (const { p } of tests) expect(p).toBeGreaterThan(0.02);
});
