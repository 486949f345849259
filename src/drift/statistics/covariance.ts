import * as tf from '@tensorflow/tfjs-node';
import { type Groups, groupSizes } from './groups';
import type { Labellings } from './permutation';

/** What of each sheet the mean and the covariance of any choice of sheets follow from. */
export interface SheetSums {
  readonly width: number;
  readonly sizes: Float64Array;
  /** `groups × width`. */
  readonly sums: Float64Array;
  /** `groups × width × width`. */
  readonly products: Float64Array;
}

/** Adds up the rows of each sheet and their products. */
export function sheetSums(rows: ArrayLike<number>, width: number, groups: Groups): SheetSums {
  const sums = new Float64Array(groups.count * width);
  const products = new Float64Array(groups.count * width * width);
  for (let i = 0; i < groups.of.length; i++) {
    const group = groups.of[i];
    for (let a = 0; a < width; a++) {
      const value = rows[i * width + a];
      sums[group * width + a] += value;
      const to = (group * width + a) * width;
      for (let b = 0; b < width; b++) products[to + b] += value * rows[i * width + b];
    }
  }
  return { width, sizes: groupSizes(groups), sums, products };
}

/** Mean and covariance (divided by n - 1) of some rows. */
export interface Gaussian {
  readonly mean: Float64Array;
  /** `width × width`. */
  readonly covariance: Float64Array;
}

/** Mean and covariance of `N × width` rows. */
export function gaussianOf(rows: ArrayLike<number>, width: number): Gaussian {
  const count = rows.length / width;
  const all = sheetSums(rows, width, { of: new Uint32Array(count), count: 1 });
  return gaussianFrom(all.sums, all.products, count, width);
}

/**
 * Mean and covariance of both samples for every labelling of the sheets. The sums of a sample come from one
 * matrix product over all labellings.
 */
export function gaussiansOf(
  { width, sizes, sums, products }: SheetSums,
  { groups, count, values }: Labellings,
): [Gaussian, Gaussian][] {
  const parts = new Array<[Gaussian, Gaussian]>(count);
  const total = { sums: columnSums(sums, width), products: columnSums(products, width * width), size: 0 };
  for (const size of sizes) total.size += size;
  const chosen = product(values, [count, groups], [sizes, 1], [sums, width], [products, width * width]);
  for (let k = 0; k < count; k++) {
    const size = chosen[0][k];
    const own = chosen[1].subarray(k * width, (k + 1) * width);
    const ownProducts = chosen[2].subarray(k * width * width, (k + 1) * width * width);
    parts[k] = [
      gaussianFrom(own, ownProducts, size, width),
      gaussianFrom(
        total.sums.map((value, i) => value - own[i]),
        total.products.map((value, i) => value - ownProducts[i]),
        total.size - size,
        width,
      ),
    ];
  }
  return parts;
}

/** `labels` (`count × groups`) times each matrix of `groups` rows. */
function product(
  labels: Float32Array,
  [count, groups]: [number, number],
  ...matrices: [Float64Array, number][]
): Float32Array[] {
  const results: Float32Array[] = [];
  tf.tidy(() => {
    const z = tf.tensor2d(labels, [count, groups]);
    for (const [matrix, width] of matrices) {
      const right = tf.tensor2d(Float32Array.from(matrix), [groups, width]);
      results.push(tf.matMul(z, right).dataSync() as Float32Array);
    }
  });
  return results;
}

function columnSums(matrix: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(width);
  for (let i = 0; i < matrix.length; i++) sums[i % width] += matrix[i];
  return sums;
}

function gaussianFrom(
  sums: ArrayLike<number>,
  products: ArrayLike<number>,
  count: number,
  width: number,
): Gaussian {
  const mean = Float64Array.from(sums, (sum) => sum / count);
  const covariance = new Float64Array(width * width);
  for (let a = 0; a < width; a++) {
    for (let b = 0; b < width; b++) {
      covariance[a * width + b] = (products[a * width + b] - count * mean[a] * mean[b]) / (count - 1);
    }
  }
  return { mean, covariance };
}
