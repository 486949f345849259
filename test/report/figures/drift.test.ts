import { expect, test } from 'vitest';
import type { Attribution, Silent } from '../../../src/drift/findings';
import { steps } from '../../../src/imaging/steps';
import { labelFree, reliabilityDiagrams } from '../../../src/report/figures/reliability';
import { cureCurve, learningCurve } from '../../../src/report/figures/spread-lines';
import { interactionBars, waterfall } from '../../../src/report/figures/waterfall';

const values = [0.01, 0.04, 0.6, 0.05, 0.08, 0.02];
const attribution: Attribution = {
  direction: 'mnist-on-custom',
  metric: 'accuracy',
  none: 0.15,
  all: 0.95,
  target: 0.98,
  gap: 0.8,
  residual: 0.03,
  shares: steps.map((step, i) => ({
    step,
    value: values[i],
    low: values[i] - 0.02,
    high: values[i] + 0.03,
    alone: step === 'centring' ? -0.01 : values[i],
    leftOut: values[i],
  })),
};

/** The arrays of a bar trace. */
function bars(trace: object): { x: string[]; y: number[]; base: number[] } {
  return trace as { x: string[]; y: number[]; base: number[] };
}

test('every bar of the waterfall starts where the one before it ends, up to what all steps reach', () => {
  const figure = waterfall('title', attribution, { none: 'a', all: 'b', target: 'c' });
  const { x, y, base } = bars(figure.data[0]);
  expect(x).toEqual([
    'a',
    'polarity',
    'centring',
    'size',
    'contrast',
    'scale',
    'background',
    'b',
    'residual',
    'c',
  ]);
  for (let i = 1; i <= 6; i++) expect(base[i]).toBeCloseTo(i === 1 ? y[0] : base[i - 1] + y[i - 1], 12);
  expect(base[6] + y[6]).toBeCloseTo(y[7], 12);
  expect(base[8] + y[8]).toBeCloseTo(y[9], 12);
  expect(figure.summary).toContain(
    'polarity makes up +60.0 points of it (95 % interval +58.0 points to +63.0 points), 75 % of all',
  );
});

test('the step whose effect hangs most on the others is named', () => {
  const figure = interactionBars('title', attribution);
  expect(figure.data).toHaveLength(3);
  expect(figure.summary).toContain(
    'centring: alone it changes -1.0 points, left out of all steps 8.0 points',
  );
});

const silent = (confidence: number, ece: number): Silent => ({
  model: 'mnist',
  data: 'custom',
  pipeline: 'as-shot',
  accuracy: 0.2,
  confidence,
  confidenceWhenWrong: confidence,
  ece,
  atc: 0.5,
  bins: [
    { from: 0, to: 0.5, count: 0, confidence: 0, accuracy: 0 },
    { from: 0.5, to: 1, count: 10, confidence, accuracy: 0.2 },
  ],
});

test('empty bins have no bar, and the worst panel is named', () => {
  const panels = [
    { title: 'good', silent: silent(0.3, 0.1) },
    { title: 'bad', silent: silent(0.9, 0.7) },
  ];
  const figure = reliabilityDiagrams('title', panels);
  expect(bars(figure.data[1]).y).toEqual([0.2]);
  expect(figure.summary).toContain('"bad": sure to 90.0 %, right 20.0 %');
  expect(labelFree('title', panels).summary).toContain('average confidence is 40.0 % off');
});

const spread = (mean: number) => ({ mean, low: mean - 0.1, high: mean + 0.05, values: [mean, mean, mean] });

test('curves show means with their intervals', () => {
  const size = {
    epochs: 4,
    cut: { count: 2840, onMnist: spread(0.9), onCustom: spread(0.9) },
    curve: [
      { sheets: 70, photos: 349, onCustom: spread(0.74), onMnist: spread(0.67) },
      { sheets: 570, photos: 2840, onCustom: spread(0.97), onMnist: spread(0.87) },
    ],
    split: { bySheet: spread(0.8), random: spread(0.9) },
  };
  const figure = learningCurve(size);
  expect(figure.summary).toContain('From 349 to 2,840 photos');
  const errors = figure.data.map((trace) => (trace as { error_y: { array: number[] } }).error_y.array);
  for (const array of errors) for (const error of array) expect(error).toBeCloseTo(0.05, 12);
});

test('the cure says what is gained and what forgotten', () => {
  const points = [0, 100].map((k) => ({
    pipeline: 'as-shot' as const,
    k,
    onCustom: spread(k === 0 ? 0.15 : 0.74),
    onMnist: spread(k === 0 ? 0.98 : 0.96),
  }));
  expect(cureCurve({ epochs: 10, points }).summary).toBe(
    'With 100 photos of each digit as shot the MNIST model reads 74.0 % of the photos instead of 15.0 %, and 96.0 % of MNIST instead of 98.0 %.',
  );
});
