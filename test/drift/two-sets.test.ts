import { beforeAll, describe, expect, it } from 'vitest';
import { driftInWords } from '../../src/cli/drift-text';
import type { Digits } from '../../src/dataset/digits';
import type { GatheredSet } from '../../src/dataset/sets/gather';
import { standIn } from '../../src/dataset/stand-in';
import { inverted, transposed } from '../../src/drift/remedies';
import { compareTwo, type NamedSet, type TwoSetsOptions } from '../../src/drift/two-sets';
import { TwoSetsResult } from '../../src/drift/two-sets-result';
import { digitCnn } from '../../src/model/cnn';

let digits: Digits;
beforeAll(async () => {
  digits = (await standIn({ train: 240, test: 10, seed: 1 })).train;
});

function gathered(
  start: number,
  end: number,
  change: (images: Uint8Array) => Uint8Array = (images) => images,
): GatheredSet {
  const labels = digits.labels.subarray(start, end);
  return {
    kind: 'drawn',
    found: end - start,
    images: change(digits.images.slice(784 * start, 784 * end)),
    count: end - start,
    codes: Uint16Array.from(labels),
    classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
    size: '28×28',
    treatment: { asTheyAre: end - start, resized: 0, byRecipe: 0 },
    damaged: [],
    doubtful: [],
    notes: [],
  };
}

// Few permutations are quick, and reach no smaller q than 0.055 for one property of eleven.
const options: TwoSetsOptions = {
  seed: 1,
  prepare: 'resize',
  most: 2000,
  permutations: 199,
  thresholds: { alpha: 0.1 },
  splits: 0,
  runs: 0,
};
const named = (name: string, set: GatheredSet): NamedSet => ({ name, set });
const home = (): NamedSet => named('one', gathered(0, 120));

/** The comparison, checked against the shape that commands print. */
async function compared(current: NamedSet, more: Partial<TwoSetsOptions> = {}): Promise<TwoSetsResult> {
  return TwoSetsResult.parse(await compareTwo(home(), current, { ...options, ...more }));
}

describe('without a model', () => {
  it('finds no drift between two halves of one set', async () => {
    const result = await compared(named('other', gathered(120, 240)));
    expect([result.drift, result.findings, result.remedies]).toEqual([false, [], []]);
    expect(result.tests.map(({ space }) => space)).toEqual([
      'pixels',
      'pixels',
      'pixels',
      'pixels',
      'labels',
    ]);
    expect(result.verdict[0]).toMatch(/^No drift that matters: nothing tells other from one/);
    expect(driftInWords(result)).toContain('Nothing needs to be done.');
  });

  it('finds inverted pictures, and that inverting them back is what helps', async () => {
    const result = await compared(named('other', gathered(120, 240, inverted)));
    expect(result.drift).toBe(true);
    expect(result.findings.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['background level', 'pixels']),
    );
    const [none, back] = result.remedies;
    expect(none.auc).toBeGreaterThan(0.95);
    expect(back.auc).toBeLessThan(0.75);
    expect(result.advice[0]).toMatch(/^Try inverting the pictures/);
    expect(driftInWords(result)).toMatch(/^Drift: other differs from one in \d+ ways/);
  });

  it('tells labels that are shared out otherwise, and leaves them out where there are none', async () => {
    const set = gathered(120, 240);
    const skewed = {
      ...set,
      codes: set.codes?.map((code) => (code < 5 ? 3 : 10)),
      classNames: [...set.classNames, 'A'],
    };
    const result = await compared(named('other', skewed));
    expect(result.findings.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['classes labels']);
    expect(result.current.classes).toMatchObject({ '3': expect.any(Number), A: expect.any(Number), '7': 0 });
    const bare = await compared(named('other', { ...set, codes: undefined }));
    expect([bare.drift, bare.current.classes, bare.tests.length]).toEqual([false, null, 4]);
  });

  it('refuses a set too small to say anything', async () => {
    await expect(compared(named('few', gathered(120, 139)))).rejects.toThrow(
      'the current set holds 19 digits',
    );
  });
});

it('sees with a model, and judges it where both sets have labels', async () => {
  const model = { model: digitCnn(1), name: 'untrained', chosen: 'named' as const, scale: 1 / 255 };
  const result = await compared(named('other', gathered(120, 220, transposed)), { model, permutations: 99 });
  expect(new Set(result.tests.map(({ space }) => space))).toEqual(
    new Set(['features', 'softmax', 'predictions', 'labels']),
  );
  expect(result.model?.reference.accuracy).toBeLessThan(0.4);
  expect(result.model?.reference.predicted.reduce((sum, count) => sum + count)).toBe(120);
  expect(result.model?.drop?.low).toBeLessThanOrEqual(result.model?.drop?.value ?? Number.NaN);
  const bare = await compared(named('other', { ...gathered(120, 220), codes: undefined }), {
    model,
    permutations: 99,
  });
  expect([bare.model?.current.accuracy, bare.model?.drop]).toEqual([null, null]);
  expect(bare.model?.foretold).toBeGreaterThanOrEqual(0);
});

it('transposes each picture by itself', () => {
  const images = new Uint8Array(2 * 784);
  images[784 + 3 * 28 + 5] = 9;
  const turned = transposed(images);
  expect(turned[784 + 5 * 28 + 3]).toBe(9);
  expect(transposed(turned)).toEqual(images);
});
