import type * as tf from '@tensorflow/tfjs-node';
import type { Digits } from '../../src/dataset/digits';
import { writeWeights } from '../../src/model/weights';

/** A number from 0 to 1 for each index and salt, the same here and in keras_steps.py. */
export function uniform(index: number, salt: number): number {
  let x = (Math.imul(index, 0x9e3779b1) + salt * 40503) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b) >>> 0;
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35) >>> 0;
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}

/** Gives a model the weights that keras_steps.py gives its own. */
export function setFormulaWeights(model: tf.LayersModel): void {
  const weights = model.weights.map((weight, i) => {
    const shape = weight.shape as number[];
    const [inputs, outputs] = shape.slice(-2);
    const window = shape.slice(0, -2).reduce((n, d) => n * d, 1);
    const limit = Math.sqrt(6 / (shape.length > 1 ? window * (inputs + outputs) : 1000 * shape[0]));
    const size = shape.reduce((n, d) => n * d, 1);
    return Float32Array.from({ length: size }, (_, k) => (uniform(k, i + 1) * 2 - 1) * limit);
  });
  writeWeights(model, weights);
}

/** Stained bars, one place for each label: easy to learn, and mostly equal pixels, as in MNIST. */
export function formulaDigits(count: number, scale = 1 / 255): Digits {
  const labels = Uint8Array.from({ length: count }, (_, i) => Math.floor(uniform(i, 101) * 10));
  const images = Uint8Array.from({ length: 784 * count }, (_, n) => {
    const row = Math.floor((n % 784) / 28);
    const column = n % 28;
    const top = 2 * labels[Math.floor(n / 784)] + 3;
    const ink = row >= top && row < top + 5 && column >= 6 && column < 22;
    const stain = uniform(n, 103) < 0.05;
    return ink !== stain ? 1 + Math.floor(uniform(n, 102) * 255) : 0;
  });
  return { images, labels, scale };
}
