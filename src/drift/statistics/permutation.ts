import type { Random } from '../../common/random';

/**
 * The p-value of a permutation test, (k + 1) / (n + 1): `k` of `n` permuted statistics reach the observed one.
 *
 * B. Phipson and G. K. Smyth, "Permutation p-values should never be zero", SAGMB 9 (2010). Statistics that differ
 * by the rounding of 32-bit sums alone count as equal, so that a small set's equal labellings all count. A
 * statistic that can't be had of so few sheets (NaN) says nothing: its p is 1.
 */
export function permutationP(observed: number, permuted: ArrayLike<number>): number {
  if (Number.isNaN(observed)) return 1;
  let reached = 0;
  const slack = 1e-6 * Math.abs(observed);
  for (let i = 0; i < permuted.length; i++) if (permuted[i] >= observed - slack) reached++;
  return (reached + 1) / (permuted.length + 1);
}

/**
 * Labellings of sheets: the one observed first, then permuted ones. 1 where a sheet counts for the first sample.
 *
 * One row a labelling, so that this times a matrix of sheets is all of them at once.
 */
export interface Labellings {
  readonly groups: number;
  readonly count: number;
  /** `count × groups`. */
  readonly values: Float32Array;
}

/**
 * Deals whole sheets anew: the first `split` of `groups` sheets are the first sample as observed, and each
 * permutation puts as many sheets, drawn at random, in their place.
 */
export function labellings(groups: number, split: number, permutations: number, stream: Random): Labellings {
  const count = permutations + 1;
  const values = new Float32Array(count * groups);
  values.fill(1, 0, split);
  // Fisher and Yates stopped after `split` steps draws a sample; where the order stood before makes no difference.
  const order = Uint32Array.from({ length: groups }, (_, i) => i);
  for (let k = 1; k < count; k++) {
    const row = k * groups;
    for (let i = 0; i < split; i++) {
      const j = i + stream.integer(groups - i);
      const drawn = order[j];
      order[j] = order[i];
      order[i] = drawn;
      values[row + drawn] = 1;
    }
  }
  return { groups, count, values };
}
