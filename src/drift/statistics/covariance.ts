import { type Groups, groupSizes } from './groups';

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

/**
 * Mean and covariance of the digits on the chosen sheets.
 *
 * @param chosen whether a sheet counts
 */
export function gaussianOf(
  { width, sizes, sums, products }: SheetSums,
  chosen: (group: number) => boolean,
): Gaussian {
  const mean = new Float64Array(width);
  const covariance = new Float64Array(width * width);
  let count = 0;
  for (let group = 0; group < sizes.length; group++) {
    if (!chosen(group)) continue;
    count += sizes[group];
    for (let a = 0; a < width; a++) mean[a] += sums[group * width + a];
    const from = group * width * width;
    for (let k = 0; k < covariance.length; k++) covariance[k] += products[from + k];
  }
  for (let a = 0; a < width; a++) mean[a] /= count;
  for (let a = 0; a < width; a++) {
    for (let b = 0; b < width; b++) {
      covariance[a * width + b] = (covariance[a * width + b] - count * mean[a] * mean[b]) / (count - 1);
    }
  }
  return { mean, covariance };
}
