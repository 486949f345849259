import * as tf from '@tensorflow/tfjs-node';
import type { Labellings } from './permutation';

/** Mean of a measure over the pairs of each kind, for each labelling. Pairs on one sheet are left out. */
export interface PairMeans {
  readonly withinFirst: Float64Array;
  readonly withinSecond: Float64Array;
  readonly between: Float64Array;
}

/** Sums of a measure of two digits (a kernel, a distance) over the pairs of each two sheets. */
export interface SheetPairs {
  /** `groups × groups`, symmetric, 0 on the diagonal. */
  readonly sums: Float32Array;
  /** Digits on each sheet. */
  readonly sizes: ArrayLike<number>;
}

/**
 * Means within and between the two samples for every labelling, through one matrix product.
 *
 * With z the labels and K the sums, z'Kz is what lies within the first sample; the row sums of K give the rest.
 */
export function pairMeans({ sums, sizes }: SheetPairs, { groups, count, values }: Labellings): PairMeans {
  let within: ArrayLike<number> = [];
  tf.tidy(() => {
    const z = tf.tensor2d(values, [count, groups]);
    const product = tf.matMul(z, tf.tensor2d(sums, [groups, groups]));
    within = tf.sum(tf.mul(product, z), 1).dataSync();
  });
  const rows = new Float64Array(groups);
  for (let a = 0; a < groups; a++) {
    let sum = 0;
    for (let b = 0; b < groups; b++) sum += sums[a * groups + b];
    rows[a] = sum;
  }
  return meansFrom(within, rows, sizes, { groups, count, values });
}

/**
 * The three means from z'Kz and the row sums of K.
 *
 * @param within z'Kz of each labelling, pairs on one sheet left out
 * @param rows the sum of each sheet's row
 * @param sizes digits on each sheet
 */
export function meansFrom(
  within: ArrayLike<number>,
  rows: ArrayLike<number>,
  sizes: ArrayLike<number>,
  { groups, count, values }: Labellings,
): PairMeans {
  let total = 0;
  let all = 0;
  let allSquares = 0;
  for (let g = 0; g < groups; g++) {
    total += rows[g];
    all += sizes[g];
    allSquares += sizes[g] * sizes[g];
  }
  const withinFirst = new Float64Array(count);
  const withinSecond = new Float64Array(count);
  const between = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    let reach = 0;
    let m = 0;
    let squares = 0;
    for (let g = 0; g < groups; g++) {
      const label = values[k * groups + g];
      reach += label * rows[g];
      m += label * sizes[g];
      squares += label * sizes[g] * sizes[g];
    }
    const n = all - m;
    withinFirst[k] = within[k] / (m * m - squares);
    withinSecond[k] = (total - 2 * reach + within[k]) / (n * n - (allSquares - squares));
    between[k] = (reach - within[k]) / (m * n);
  }
  return { withinFirst, withinSecond, between };
}
