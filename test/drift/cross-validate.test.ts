import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import type { Digits } from '../../src/dataset/digits';
import { crossValidate } from '../../src/drift/cross-validate';
import { area } from '../../src/imaging/image';

/** A model that answers `digit` to everything. */
function always(digit: number): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [28, 28, 1] }),
      tf.layers.dense({ units: 10, activation: 'softmax', kernelInitializer: 'zeros' }),
    ],
  });
  const bias = tf.tensor1d(Array.from({ length: 10 }, (_, i) => (i === digit ? 5 : 0)));
  model.layers[1].setWeights([tf.zeros([area, 10]), bias]);
  return model;
}

/** A set of `count` black pictures of which the first `threes` are labelled 3, the others 7. */
function blanks(count: number, threes: number, scale: number): Digits {
  return {
    images: new Uint8Array(count * area),
    labels: Uint8Array.from({ length: count }, (_, i) => (i < threes ? 3 : 7)),
    scale,
  };
}

const models = [
  { set: 'custom', pipeline: 'as-shot', value: always(3) },
  { set: 'custom', pipeline: 'mnist', value: always(7) },
  { set: 'mnist', pipeline: 'mnist', value: always(0) },
] as const;
const tests = [
  { set: 'custom', pipeline: 'as-shot', value: blanks(33, 11, 1) },
  { set: 'custom', pipeline: 'mnist', value: blanks(33, 11, 1 / 255) },
  { set: 'mnist', pipeline: 'mnist', value: blanks(64, 16, 1 / 255) },
] as const;

test('each model meets each test set under both conditions, in eight cells', async () => {
  const cells = (await crossValidate(models, tests)).map(({ cell }) => cell);
  expect(cells).toHaveLength(8);
  const accuracy = Object.fromEntries(
    cells.map((cell) => [`${cell.model} ${cell.trainedOn} on ${cell.data}, ${cell.pipeline}`, cell.accuracy]),
  );
  expect(accuracy).toEqual({
    'custom as-shot on custom, as-shot': 11 / 33,
    'custom as-shot on mnist, as-shot': 16 / 64,
    'mnist mnist on custom, as-shot': 0,
    'mnist mnist on mnist, as-shot': 0,
    'custom mnist on custom, mnist': 22 / 33,
    'custom mnist on mnist, mnist': 48 / 64,
    'mnist mnist on custom, mnist': 0,
    'mnist mnist on mnist, mnist': 0,
  });
});

test('batches of 32 are counted with the short last one', async () => {
  const cells = (await crossValidate(models, tests)).map(({ cell }) => cell);
  expect(cells.filter((cell) => cell.data === 'custom').map((cell) => cell.batches)).toEqual([2, 2, 2, 2]);
  expect(cells.filter((cell) => cell.data === 'mnist').map((cell) => cell.batches)).toEqual([2, 2, 2, 2]);
});

test('an abort ends the matrix with its reason', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(crossValidate(models, tests, { signal })).rejects.toThrow('enough');
});
