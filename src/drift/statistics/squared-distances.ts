import * as tf from '@tensorflow/tfjs-node';
import { permutation, random, type Seed } from '../../common/random';
import { quantile } from './effect-interval';

/** The rows less their mean: distances stay, and 32-bit sums of squares lose fewer digits. */
export function centred(rows: Float32Array, width: number): Float32Array {
  const count = rows.length / width;
  const mean = new Float64Array(width);
  for (let i = 0; i < rows.length; i++) mean[i % width] += rows[i] / count;
  return rows.map((value, i) => value - mean[i % width]);
}

/**
 * -γ|x-y|² for a range of rows against another, as one matrix product of widened rows: (x√2γ, -γ|x|², 1) times
 * (y√2γ, 1, -γ|y|²). Rounding may lift the exponent of equal rows slightly above 0.
 *
 * @param rows `N × width`, centred
 */
export function exponents(
  rows: Float32Array,
  width: number,
  gamma: number,
  [aStart, aEnd]: [number, number],
  [bStart, bEnd]: [number, number],
): tf.Tensor2D {
  const left = widened(rows, width, gamma, aStart, aEnd, false);
  const right = widened(rows, width, gamma, bStart, bEnd, true);
  return tf.matMul(left, right, false, true);
}

function widened(
  rows: Float32Array,
  width: number,
  gamma: number,
  start: number,
  end: number,
  swapped: boolean,
): tf.Tensor2D {
  const wide = width + 2;
  const values = new Float32Array((end - start) * wide);
  const factor = Math.sqrt(2 * gamma);
  for (let i = start; i < end; i++) {
    const to = (i - start) * wide;
    let square = 0;
    for (let k = 0; k < width; k++) {
      const value = rows[i * width + k];
      values[to + k] = factor * value;
      square += value * value;
    }
    values[to + width] = swapped ? 1 : -gamma * square;
    values[to + width + 1] = swapped ? -gamma * square : 1;
  }
  return tf.tensor2d(values, [end - start, wide]);
}

/**
 * The median heuristic for the bandwidth of an RBF kernel: the median distance of two rows, of at most
 * `most` rows drawn at random. 1 where most rows are equal.
 */
export function medianDistance(rows: Float32Array, width: number, seed: Seed, most = 500): number {
  const count = rows.length / width;
  const drawn = permutation(count, random(seed, 'median distance')).subarray(0, most);
  const distances: number[] = [];
  for (let a = 0; a < drawn.length; a++) {
    for (let b = 0; b < a; b++) {
      let sum = 0;
      for (let k = 0; k < width; k++) {
        const off = rows[drawn[a] * width + k] - rows[drawn[b] * width + k];
        sum += off * off;
      }
      distances.push(Math.sqrt(sum));
    }
  }
  return quantile(Float64Array.from(distances).sort(), 0.5) || 1;
}
