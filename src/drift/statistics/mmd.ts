import type { PairMeans } from './pair-sums';

/**
 * The squared maximum mean discrepancy of each labelling, unbiased: it may fall below 0 where there is no
 * difference.
 *
 * A. Gretton et al., "A kernel two-sample test", JMLR 13 (2012), equation 3, over the pairs of different sheets.
 */
export function mmdFrom({ withinFirst, withinSecond, between }: PairMeans): Float64Array {
  return withinFirst.map((xx, k) => xx + withinSecond[k] - 2 * between[k]);
}
