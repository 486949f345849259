import * as tf from '@tensorflow/tfjs-node';
import { afterAll, expect, it } from 'vitest';
import type { GatheredSet } from '../../src/dataset/sets/gather';
import { readTwo } from '../../src/drift/read-two';

// Reads a 1 where the first pixel is white and a 0 where it is black: what it gets right can be dealt by hand.
const model = tf.sequential({
  layers: [
    tf.layers.flatten({ inputShape: [28, 28, 1] }),
    tf.layers.dense({ units: 10, activation: 'softmax' }),
  ],
});
const kernel = new Float32Array(7840);
kernel[1] = 8;
model.layers[1].setWeights([tf.tensor2d(kernel, [784, 10]), tf.tensor1d([4, 0, 0, 0, 0, 0, 0, 0, 0, 0])]);
afterAll(() => model.dispose());

/** So many pictures of a 1, of which the last `wrong` look like a 0. */
function ones(count: number, wrong: number): GatheredSet {
  const images = new Uint8Array(784 * count);
  for (let n = 0; n < count - wrong; n++) images[784 * n] = 255;
  return {
    kind: 'made up',
    found: count,
    images,
    count,
    codes: new Uint16Array(count).fill(1),
    classNames: [...'0123456789'],
    size: '28×28',
    treatment: { asTheyAre: count, resized: 0, byRecipe: 0 },
    damaged: [],
    doubtful: [],
    notes: [],
  };
}

it("tells the accuracy that is lost, with Fisher's p where each digit is by itself", async () => {
  // from scipy.stats import fisher_exact; fisher_exact([[20, 0], [16, 4]], alternative="greater").pvalue
  const { drift } = await readTwo(model, [ones(20, 0), ones(20, 4)], 1 / 255, { seed: 1 });
  expect([drift.reference.accuracy, drift.current.accuracy]).toEqual([1, 0.8]);
  expect(drift.drop?.value).toBeCloseTo(0.2, 12);
  expect(Math.abs((drift.drop?.p ?? 0) - 0.053)).toBeLessThan(0.03);
  expect(drift.current.predicted.slice(0, 2)).toEqual([4, 16]);
});

it('foretells the accuracy without labels by what it is unsure of at home', async () => {
  const bare = { ...ones(40, 10), codes: undefined };
  const { drift } = await readTwo(model, [ones(40, 0), bare], 1 / 255, { seed: 1 });
  expect([drift.current.accuracy, drift.drop]).toEqual([null, null]);
  expect(drift.foretold).toBeGreaterThanOrEqual(0);
  expect(drift.current.confidence).toBeGreaterThan(0.8);
});
