import * as tf from '@tensorflow/tfjs-node';
import { meansFrom, type PairMeans } from './pair-sums';
import type { Labellings } from './permutation';
import { centred, exponents } from './squared-distances';

/** Rows of a measure that are held at once: a strip of 512 × 7,000 is 14 MB. */
const block = 512;

/** A measure of two rows: the RBF kernel exp(-|x-y|² / 2σ²), or the distance |x-y|. */
export type PairMeasure = 'kernel' | 'distance';

/**
 * Means of each measure within and between two samples of independent rows, for every labelling.
 *
 * The squared distances are made once, in strips of their upper half (they are symmetric), and each strip meets
 * all labellings in one matrix product, so that neither rows nor permutations are gone through twice and no more
 * than a strip is in memory.
 *
 * @param rows `N × width`, those of the first sample before those of the second
 * @param labels of the `N` rows
 * @param bandwidth σ, in the unit of the rows
 */
export function stripMeans(
  rows: Float32Array,
  width: number,
  labels: Labellings,
  bandwidth: number,
  measures: readonly PairMeasure[],
): PairMeans[] {
  const count = rows.length / width;
  const gamma = 1 / (2 * bandwidth * bandwidth);
  const sums = measures.map(() => ({
    within: new Float64Array(labels.count),
    rows: new Float64Array(count),
  }));
  const middle = centred(rows, width);
  const z = tf.tensor2d(labels.values, [labels.count, count]);
  for (let start = 0; start < count; start += block) {
    const end = Math.min(count, start + block);
    tf.tidy(() => {
      const own = tf.slice2d(z, [0, start], [-1, end - start]);
      const later = end < count ? tf.slice2d(z, [0, end], [-1, count - end]) : undefined;
      const inBlock = exponents(middle, width, gamma, [start, end], [start, end]);
      const below = later && exponents(middle, width, gamma, [end, count], [start, end]);
      // No pair is a row with itself.
      const others = tf.sub(1, tf.eye(end - start));
      for (const [k, measure] of measures.entries()) {
        const near: tf.Tensor2D = tf.mul(measured(inBlock, measure, gamma), others);
        let product = tf.matMul(own, near);
        add(sums[k].rows, tf.sum(near, 1).dataSync(), start);
        if (later && below) {
          const far = measured(below, measure, gamma);
          product = tf.add(product, tf.mul(2, tf.matMul(later, far)));
          add(sums[k].rows, tf.sum(far, 0).dataSync(), start);
          add(sums[k].rows, tf.sum(far, 1).dataSync(), end);
        }
        add(sums[k].within, tf.sum(tf.mul(product, own), 1).dataSync(), 0);
      }
    });
  }
  z.dispose();
  const ones = new Float64Array(count).fill(1);
  return sums.map((of) => meansFrom(of.within, of.rows, ones, labels));
}

function measured(exponent: tf.Tensor2D, measure: PairMeasure, gamma: number): tf.Tensor2D {
  return measure === 'kernel'
    ? tf.exp<tf.Tensor2D>(exponent)
    : tf.sqrt<tf.Tensor2D>(tf.relu<tf.Tensor2D>(tf.mul<tf.Tensor2D>(exponent, -1 / gamma)));
}

function add(to: Float64Array, values: ArrayLike<number>, at: number): void {
  for (let i = 0; i < values.length; i++) to[at + i] += values[i];
}
