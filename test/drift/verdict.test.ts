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
  const [home, away] = verdict(collapse, names);
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
  expect(verdict(half, names)[1]).toContain('50.0 % of the photos (49.0 points less than at home)');
});

test('models that cross over unharmed have lost nothing', () => {
  const fine = collapse.map((cell) => ({ ...cell, accuracy: 0.985 }));
  const sentences = verdict(fine, names);
  expect(sentences[1]).toContain('no fall');
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

test('checks pass, warn and fail by their thresholds', () => {
  const answer = Object.fromEntries(
    checks(collapse, found, { drop: 0.05, ece: 0.1, tolerance: 2 }).map((one) => [one.name, one.status]),
  );
  expect(answer['accuracy the MNIST model loses on photos as shot']).toBe('fail');
  expect(answer["accuracy the MNIST model loses on photos by MNIST's recipe"]).toBe('pass');
  expect(answer['accuracy the MNIST model loses when cut to 2840 digits']).toBe('warn');
  expect(answer['calibration error of the MNIST model on photos, as shot']).toBe('fail');
  expect(answer['distance between a gap and the sum of its shares']).toBe('pass');
});
