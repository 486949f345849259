import * as tf from '@tensorflow/tfjs-node';
import { random, type Seed } from '../../common/random';
import { mmdFrom } from './mmd';
import { meansFrom } from './pair-sums';
import { labellings, permutationP } from './permutation';
import { centred, exponents } from './squared-distances';

/** Rows of the kernel that are held at once: a strip of 512 × 7,000 is 14 MB. */
const block = 512;

/** What a two-sample test says. */
export interface TestResult {
  readonly statistic: number;
  readonly p: number;
}

/**
 * The MMD permutation test of two samples of independent rows.
 *
 * The kernel is made once, in strips of its upper half (it is symmetric), and each strip meets all labellings in
 * one matrix product, so that neither the kernel nor the permutations are gone through twice and no more than a
 * strip is in memory.
 *
 * @param first `m × width`
 * @param second `n × width`
 * @param bandwidth σ of exp(-|x-y|² / 2σ²)
 */
export function mmdTest(
  first: Float32Array,
  second: Float32Array,
  width: number,
  { bandwidth, permutations, seed }: { bandwidth: number; permutations: number; seed: Seed },
): TestResult {
  const rows = new Float32Array(first.length + second.length);
  rows.set(first);
  rows.set(second, first.length);
  const count = rows.length / width;
  const split = first.length / width;
  const labels = labellings(count, split, permutations, random(seed, 'mmd'));
  const gamma = 1 / (2 * bandwidth * bandwidth);
  const within = new Float64Array(labels.count);
  const sums = new Float64Array(count);
  const middle = centred(rows, width);
  const z = tf.tensor2d(labels.values, [labels.count, count]);
  for (let start = 0; start < count; start += block) {
    const end = Math.min(count, start + block);
    strip(middle, width, gamma, [start, end, count], z, within, sums);
  }
  z.dispose();
  // k(x, x) = 1, and no pair is a row with itself.
  for (let k = 0; k < labels.count; k++) within[k] -= split;
  for (let i = 0; i < count; i++) sums[i] -= 1;
  const values = mmdFrom(meansFrom(within, sums, new Float64Array(count).fill(1), labels));
  return { statistic: values[0], p: permutationP(values[0], values.subarray(1)) };
}

/** Adds what the kernel's rows from `start` to `end` give, against themselves once and against later rows twice. */
function strip(
  rows: Float32Array,
  width: number,
  gamma: number,
  [start, end, count]: [number, number, number],
  z: tf.Tensor2D,
  within: Float64Array,
  sums: Float64Array,
): void {
  const add = (to: Float64Array, values: ArrayLike<number>, at: number): void => {
    for (let i = 0; i < values.length; i++) to[at + i] += values[i];
  };
  tf.tidy(() => {
    const own = tf.slice2d(z, [0, start], [-1, end - start]);
    const near = tf.exp(exponents(rows, width, gamma, [start, end], [start, end])) as tf.Tensor2D;
    let product = tf.matMul(own, near);
    add(sums, tf.sum(near, 1).dataSync(), start);
    if (end < count) {
      const far = tf.exp(exponents(rows, width, gamma, [end, count], [start, end])) as tf.Tensor2D;
      const later = tf.slice2d(z, [0, end], [-1, count - end]);
      product = tf.add(product, tf.mul(2, tf.matMul(later, far)));
      add(sums, tf.sum(far, 0).dataSync(), start);
      add(sums, tf.sum(far, 1).dataSync(), end);
    }
    add(within, tf.sum(tf.mul(product, own), 1).dataSync(), 0);
  });
}
