import * as tf from '@tensorflow/tfjs-node';
import { describe, expect, it } from 'vitest';
import { graphEngine } from '../../../src/model/compiler/engine';
import { optimize, plain } from '../../../src/model/compiler/passes/index';
import { readNetwork } from '../../../src/model/compiler/read';
import { setFormulaWeights } from '../formula';
import { range } from './networks';

const count = 8;
const white = {
  images: new Uint8Array(784 * count).fill(255),
  labels: Uint8Array.from({ length: count }, (_, i) => i),
  scale: 1 / 255,
};

/** The factors by which dropout multiplied a white picture: a kernel's gradient shows them row by row. */
async function masks(seed: number, steps: Int32Array[], shards = 1): Promise<number[][]> {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [28, 28, 1] }),
      tf.layers.dropout({ rate: 0.3, name: 'dropout' }),
      tf.layers.dense({ units: 10, activation: 'softmax', useBias: false }),
    ],
  });
  setFormulaWeights(model);
  const network = optimize(readNetwork(model, seed), { ...plain, shards });
  const engine = await graphEngine(network, network, model, white, white, {
    optimizer: { kind: 'sgd', learningRate: 0.001 },
  });
  let before = engine.weights()[0];
  const found = steps.map((indices) => {
    engine.step(indices);
    const after = engine.weights()[0];
    // The column of digit 9, which no picture here is, has a gradient of one sign.
    const change = Array.from({ length: 784 }, (_, i) => before[10 * i + 9] - after[10 * i + 9]);
    before = after;
    return change;
  });
  engine.dispose();
  return found;
}

describe('dropout', () => {
  const one = [0, 0, 0].map(() => range(0, 1));

  it('drops its share and raises the rest to keep the mean', async () => {
    const [change] = await masks(1, one);
    const kept = change.filter((v) => v !== 0);
    // 784 draws at 0.7: four standard deviations are 51.
    expect(Math.abs(kept.length - 0.7 * 784)).toBeLessThan(52);
    expect(Math.max(...kept) / Math.min(...kept)).toBeCloseTo(1, 2);
  });

  it('draws a fresh mask each step, the same ones for the same seed, others for another', async () => {
    const pattern = (changes: number[][]) =>
      changes.map((change) => change.map((v) => (v === 0 ? 0 : 1)).join(''));
    const first = pattern(await masks(1, one));
    expect(new Set(first).size).toBe(3);
    expect(pattern(await masks(1, one))).toEqual(first);
    expect(pattern(await masks(2, one))[0]).not.toBe(first[0]);
  });

  it('drops the same however the batch is split', async () => {
    const batch = [range(0, 7), range(1, 8)];
    const whole = await masks(4, batch);
    const split = await masks(4, batch, 3);
    whole.flat().forEach((v, i) => {
      expect(split.flat()[i]).toBeCloseTo(v, 6);
    });
  });
});
