import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import type { Digits } from '../../src/dataset/digits';
import { attribute, largestShare, playAll } from '../../src/drift/attribution';
import { area } from '../../src/imaging/image';
import { combinations, steps } from '../../src/imaging/steps';

/** A model that answers 1 to pictures whose mean byte, scaled, is above a half, and 0 to others. */
function threshold(): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [28, 28, 1] }),
      tf.layers.dense({ units: 10, activation: 'softmax', kernelInitializer: 'zeros' }),
    ],
  });
  const column = Array.from({ length: area }, () => [0, 20 / area, ...new Array<number>(8).fill(0)]);
  model.layers[1].setWeights([tf.tensor2d(column), tf.tensor1d([0, -10, ...new Array<number>(8).fill(-50)])]);
  return model;
}

const count = 60;
const groups = Array.from({ length: count }, (_, i) => `sheet ${Math.floor(i / 6)}`);

/** All labelled 1; pictures turn bright one group after the other as `polarity` and `size` are taken. */
function pictures(combination: number): Digits {
  const chosen = combinations()[combination];
  const share = (chosen.has('polarity') ? 0.5 : 0.1) + (chosen.has('size') ? 0.3 : 0);
  const images = new Uint8Array(count * area);
  for (let i = 0; i < count; i++) {
    if ((i * 7) % count < share * count) images.fill(255, i * area, (i + 1) * area);
  }
  return { images, labels: new Uint8Array(count).fill(1), scale: 1 / 255 };
}

test('the shares of a measured gap sum to it, in accuracy and in loss', async () => {
  const played = await playAll('mnist-on-custom', threshold(), pictures, groups);
  for (const metric of ['accuracy', 'loss'] as const) {
    const result = attribute(played, metric, {
      target: metric === 'accuracy' ? 0.9 : 0,
      replicates: 100,
      seed: 1,
    });
    const sum = result.shares.reduce((total, share) => total + share.value, 0);
    expect(Math.abs(sum - result.gap)).toBeLessThan(1e-9);
    expect(result.gap).toBeCloseTo(result.all - result.none, 12);
    expect(result.none + sum + result.residual).toBeCloseTo(result.target, 9);
  }
});

test('the steps that matter get their part, the others nothing, each inside its interval', async () => {
  const played = await playAll('mnist-on-custom', threshold(), pictures, groups);
  const result = attribute(played, 'accuracy', { target: 0.9, replicates: 300, seed: 1 });
  const by = Object.fromEntries(result.shares.map((share) => [share.step, share]));
  expect(result.shares.map((share) => share.step)).toEqual([...steps]);
  expect(by.polarity.value).toBeCloseTo(0.4, 9);
  expect(by.size.value).toBeCloseTo(0.3, 9);
  expect(by.scale.value).toBeCloseTo(0, 9);
  expect(by.polarity.alone).toBeCloseTo(0.4, 9);
  expect(by.polarity.leftOut).toBeCloseTo(0.4, 9);
  for (const { value, low, high } of result.shares) {
    expect(low).toBeLessThanOrEqual(value + 1e-9);
    expect(high).toBeGreaterThanOrEqual(value - 1e-9);
  }
  expect(by.polarity.high - by.polarity.low).toBeGreaterThan(0.02);
  expect(largestShare(result).step).toBe('polarity');
});

test('the largest share of a loss that falls is the one that lowers it most', async () => {
  const played = await playAll('mnist-on-custom', threshold(), pictures, groups);
  const result = attribute(played, 'loss', { target: 0, replicates: 10, seed: 1 });
  expect(result.gap).toBeLessThan(0);
  expect(largestShare(result).step).toBe('polarity');
});
