import { expect, test } from 'vitest';
import { checks } from '../../src/drift/checks';
import type { DataSet, MatrixCell } from '../../src/drift/matrix';
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

test('a collapse in both directions is called one, with the accuracies that show it', () => {
  const text = verdict(collapse).join(' ');
  expect(text).toContain('Both fall to about a guess');
  expect(text).toContain('the photo model reads 10.0 % of MNIST');
  expect(text).toContain('the MNIST model 11.0 % of the photos');
});

test('the shares that come back are those of the drop, in each direction', () => {
  // Photo model: from 0.10 back to 0.76 of 0.98; MNIST model: from 0.11 back to 0.99 of 0.99.
  const text = verdict(collapse).at(-1);
  expect(text).toContain('100.0 % of what the MNIST model lost');
  expect(text).toContain('75.0 % of what the photo model lost');
});

test('models that cross over unharmed are not said to have collapsed', () => {
  const fine = collapse.map((cell) => ({ ...cell, accuracy: 0.99 }));
  const sentences = verdict(fine);
  expect(sentences[1]).toContain('Neither falls to a guess');
  expect(sentences.at(-1)).toContain('no drop to explain');
});

test('preparing both alike that makes things worse explains nothing, not less than nothing', () => {
  const worse = collapse.map((cell) =>
    cell.model !== cell.data && cell.pipeline === 'mnist' ? { ...cell, accuracy: 0.05 } : cell,
  );
  expect(verdict(worse).at(-1)).toContain('0.0 % of what the MNIST model lost and 0.0 %');
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
  const text = verdict(collapse, found).join(' ');
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
