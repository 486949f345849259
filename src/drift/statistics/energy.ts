import type { PairMeans } from './pair-sums';

/**
 * The squared energy distance of each labelling, 2E|X-Y| - E|X-X'| - E|Y-Y'|, unbiased over the pairs of
 * different sheets.
 *
 * G. J. Székely and M. L. Rizzo, "Energy statistics", Journal of Statistical Planning and Inference 143 (2013).
 */
export function energyFrom({ withinFirst, withinSecond, between }: PairMeans): Float64Array {
  return withinFirst.map((xx, k) => 2 * between[k] - xx - withinSecond[k]);
}
