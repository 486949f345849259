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
  const within = tf.tidy(() => {
    const z = tf.tensor2d(values, [groups, count]);
    const product = tf.matMul(tf.tensor2d(sums, [groups, groups]), z);
    return tf.sum(tf.mul(product, z), 0).dataSync();
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
  const reach = new Float64Array(count);
  const digits = new Float64Array(count);
  const squares = new Float64Array(count);
  let total = 0;
  let all = 0;
  let allSquares = 0;
  for (let g = 0; g < groups; g++) {
    const [row, size] = [rows[g], sizes[g]];
    total += row;
    all += size;
    allSquares += size * size;
    for (let k = 0; k < count; k++) {
      if (values[g * count + k] === 0) continue;
      reach[k] += row;
      digits[k] += size;
      squares[k] += size * size;
    }
  }
  const withinFirst = new Float64Array(count);
  const withinSecond = new Float64Array(count);
  const between = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const m = digits[k];
    const n = all - m;
    withinFirst[k] = within[k] / (m * m - squares[k]);
    withinSecond[k] = (total - 2 * reach[k] + within[k]) / (n * n - (allSquares - squares[k]));
    between[k] = (reach[k] - within[k]) / (m * n);
  }
  return { withinFirst, withinSecond, between };
}
