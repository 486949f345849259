import { expect, test } from 'vitest';
import { checks } from '../../src/drift/checks';
import { type DataSet, type MatrixCell, setNames } from '../../src/drift/matrix';
import { verdict } from '../../src/drift/verdict';
import { steps } from '../../src/imaging/steps';

type Row = [DataSet, DataSet, 'as-shot' | 'mnist', number];

function matrix(rows: Row[]): MatrixCell[] {
  return rows.map(([model, data, pipeline, accuracy]) => ({
    model,
    trainedOn: model === 'mnist' ? 'mnist' : pipeline,
    data,
    pipeline,
    batches: 23,
    count: 710,
    loss: 1,
    accuracy,
  }));
}

const collapse = matrix([
  ['custom', 'custom', 'as-shot', 0.94],
  ['custom', 'mnist', 'as-shot', 0.1],
  ['mnist', 'custom', 'as-shot', 0.11],
  ['mnist', 'mnist', 'as-shot', 0.99],
  ['custom', 'custom', 'mnist', 0.98],
  ['custom', 'mnist', 'mnist', 0.76],
  ['mnist', 'custom', 'mnist', 0.99],
  ['mnist', 'mnist', 'mnist', 0.99],
]);

const names = setNames(false);

test('a fall to a guess is called one, with the accuracies that show it', () => {
  const [, home, away] = verdict(collapse, names);
  expect(home).toContain('the photo model reads 94.0 % and the MNIST model 99.0 %');
  expect(away).toContain('the photo model reads 10.0 % of MNIST (no better than a guess, which gets 10 %)');
  expect(away).toContain('the MNIST model 11.0 % of the photos (no better than a guess, which gets 10 %)');
});

test('the points that come back are told beside the points that were lost', () => {
  // MNIST model: from 0.99 down to 0.11, back to 0.99; photo model: from 0.94 down to 0.10, back to 0.76.
  const text = verdict(collapse, names).at(-1);
  expect(text).toContain(
    'of the 88.0 points taken from the MNIST model on the photos, preparation alike gives back 88.0',
  );
  expect(text).toContain(
    'of the 84.0 points taken from the photo model on MNIST, preparation alike gives back 66.0',
  );
});

test('a fall that ends well above a guess is given in points', () => {
  const half = collapse.map((cell) =>
    cell.model === 'mnist' && cell.data === 'custom' && cell.pipeline === 'as-shot'
      ? { ...cell, accuracy: 0.5 }
      : cell,
  );
  expect(verdict(half, names)[2]).toContain('50.0 % of the photos (49.0 points less than at home)');
});

test('models that cross over unharmed have lost nothing', () => {
  const fine = collapse.map((cell) => ({ ...cell, accuracy: 0.985 }));
  const sentences = verdict(fine, names);
  expect(sentences[0]).toContain('nothing has drifted that matters');
  expect(sentences[2]).toContain('no fall');
  expect(sentences.at(-1)).toContain('nothing was taken from the MNIST model');
});

test('preparing both alike that makes things worse is said to cost', () => {
  const worse = collapse.map((cell) =>
    cell.model !== cell.data && cell.pipeline === 'mnist' ? { ...cell, accuracy: 0.05 } : cell,
  );
  expect(verdict(worse, names).at(-1)).toContain('preparation alike costs a further 6.0');
});

test('a stand-in for MNIST is never called MNIST', () => {
  const text = verdict(collapse, setNames(true)).join(' ').replaceAll("MNIST's recipe", '');
  expect(text.replaceAll('stand-in for MNIST', '')).not.toContain('MNIST');
});

const even = { mean: 0.9, low: 0.88, high: 0.92, values: [0.9] };
const shares = (first: number) =>
  steps.map((step, i) => {
    const value = i === 2 ? first : 0.01;
    return { step, value, low: value - 0.03, high: value + 0.03, alone: value, leftOut: value };
  });
const found = {
  attribution: (['mnist-on-custom', 'custom-on-mnist'] as const).map((direction) => ({
    direction,
    metric: 'accuracy' as const,
    none: 0.11,
    all: 0.91,
    target: 0.99,
    gap: 0.8,
    residual: 0.08,
    shares: shares(0.75),
  })),
  silent: [
    {
      model: 'mnist' as const,
      data: 'custom' as const,
      pipeline: 'as-shot' as const,
      accuracy: 0.11,
      confidence: 0.97,
      confidenceWhenWrong: 0.96,
      ece: 0.86,
      atc: 0.9,
      bins: [],
    },
  ],
  size: {
    epochs: 4,
    cut: { count: 2840, onMnist: even, onCustom: even },
    curve: [],
    split: { bySheet: even, random: even },
  },
  cure: {
    epochs: 10,
    points: [
      { pipeline: 'as-shot' as const, k: 0, onCustom: { ...even, mean: 0.11 }, onMnist: even },
      { pipeline: 'as-shot' as const, k: 100, onCustom: even, onMnist: even },
    ],
  },
};

test('the largest cause is named with its share and interval, and what is left beside it', () => {
  const text = verdict(collapse, names, found).join(' ');
  expect(text).toContain(
    'first of all from polarity: 75.0 points (95 % interval 72.0 to 78.0), 94 % of the gain',
  );
  expect(text).toContain('8.0 points are left');
  expect(text).toContain('sure to 97.0 % and right in 11.0 %');
  expect(text).toContain('100 of each digit as shot brings it from 11.0 % to 90.0 %');
});

test('the first sentences alone tell what fell, how far, why, and what brings it back', () => {
  expect(verdict(collapse, names, found)[0]).toBe(
    'Carried over as it is, the MNIST model falls from 99.0 % to 11.0 % on the photos, and the photo model falls from 94.0 % to 10.0 % on MNIST. ' +
      'The largest cause is polarity: 75.0 of the 80.0 points (94 %) that preparing the photos gives the MNIST model (95 % interval 72.0 to 78.0 points). ' +
      "Prepared alike, by MNIST's recipe, the MNIST model reads 99.0 % of the photos, and a photo model taught on such photos 76.0 % of MNIST.",
  );
});

test('a model that falls one way alone is told to fall that way alone', () => {
  const one = collapse.map((cell) => (cell.model === 'custom' ? { ...cell, accuracy: 0.95 } : cell));
  expect(verdict(one, names)[0]).toMatch(
    /^Carried over as it is, the MNIST model falls from 99.0 % to 11.0 % on the photos\. Prepared/,
  );
});

test('a model that has learnt nothing tells nothing of drift', () => {
  const untaught = collapse.map((cell) => ({ ...cell, accuracy: 0.1 }));
  expect(verdict(untaught, names)[0]).toContain(
    "reads 10.0 % of its own kind of digits and hasn't learnt to read",
  );
});

test('a step whose interval reaches down to nothing is not called the largest cause', () => {
  const [first, second] = found.attribution;
  const unsure = { ...first, shares: first.shares.map((share) => ({ ...share, low: -0.2 })) };
  const text = verdict(collapse, names, { ...found, attribution: [unsure, second] })[0];
  expect(text).not.toContain('The largest cause');
});

test('what a model reads a little less surely than it says is not called a failure', () => {
  const fine = [{ ...found.silent[0], accuracy: 0.97, confidence: 0.98 }];
  expect(verdict(collapse, names, { ...found, silent: fine }).join(' ')).not.toContain('The failure');
});

test('a model that the smaller set teaches far less is not said to be free of size', () => {
  const small = { ...found.size, cut: { ...found.size.cut, onMnist: { ...even, mean: 0.8 } } };
  const text = verdict(collapse, names, { ...found, size: small }).join(' ');
  expect(text).toContain('Size may be part of it, by 19.0 points at most');
  expect(text).not.toContain("Size isn't");
});

const property = (pipeline: 'as-shot' | 'mnist', name: 'contrast' | 'slant', value: number) => ({
  pipeline,
  name,
  unit: '',
  meaning: '',
  reference: [0, 0, 0] as [number, number, number],
  current: [0, 0, 0] as [number, number, number],
  effect: { value, low: value - 0.1, high: value + 0.1 },
  wasserstein: 1,
  ks: 1,
  p: 0.001,
  q: 0.001,
  pByDigit: 0,
  psi: 1,
  jensenShannon: 1,
  byClass: Array.from({ length: 10 }, () => value),
});
const classifier = (pipeline: 'as-shot' | 'mnist', statistic: number, holds: boolean) => ({
  pipeline,
  name: 'domain classifier',
  space: 'features' as const,
  statistic,
  p: 0.001,
  aa: { alarms: holds ? 10 : 90, splits: 200, range: [3, 19] as [number, number], holds },
  power: [],
});

test('what still differs once both are prepared is named with its effect, and the tests with their controls', () => {
  const text = verdict(collapse, names, {
    ...found,
    properties: [property('as-shot', 'contrast', -1), property('mnist', 'slant', 0.32)],
    tests: [classifier('as-shot', 1, true), classifier('mnist', 0.7, false)],
  }).join(' ');
  expect(text).toContain('most in contrast (δ −1.00); prepared alike, in slant (δ +0.32)');
  expect(text).toContain(
    'tells photos as shot from MNIST (AUC 1.00, p = 0.001; an AUC of 0.5 is a guess). It still tells prepared photos apart (AUC 0.70, p = 0.001)',
  );
  expect(text).toContain('no more alarms than chance allows in 1 of 2 controls');
});

test('a test that sounds too often is warned of, and a property that differs too much fails a check', () => {
  const answers = checks(
    collapse,
    {
      ...found,
      properties: [property('as-shot', 'contrast', -1), property('mnist', 'slant', -0.96)],
      tests: [classifier('mnist', 0.7, false)],
    },
    { effect: 0.474, tolerance: 2 },
  );
  const of = (start: string) => answers.find(({ name }) => name.startsWith(start));
  expect(of('tests that call more false alarms')).toMatchObject({ value: 1, status: 'warn' });
  expect(of('largest effect in a property')).toMatchObject({ value: 0.96, status: 'fail' });
});

test('checks pass, warn and fail by their thresholds', () => {
  const answer = Object.fromEntries(
    checks(collapse, found, { drop: 0.05, ece: 0.1, tolerance: 2 }).map((one) => [one.name, one.status]),
  );
  expect(answer['accuracy the MNIST model loses on photos as shot']).toBe('fail');
  expect(answer["accuracy the MNIST model loses on photos by MNIST's recipe"]).toBe('pass');
  expect(answer['accuracy the MNIST model loses when cut to 2840 digits and 4 epochs']).toBe('warn');
  expect(answer['calibration error of the MNIST model on photos, as shot']).toBe('fail');
  expect(answer['distance between a gap and the sum of its shares']).toBe('pass');
});
