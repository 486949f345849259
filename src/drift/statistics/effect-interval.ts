import { random, type Seed } from '../../common/random';
import type { Effect } from '../comparison';
import { rankOrder, weightedDelta } from './cliffs-delta';
import { drawnGroups, type Groups } from './groups';

/**
 * Cliff's delta with a 95 % percentile bootstrap interval in which whole sheets are drawn, since the photos of
 * one sheet are one piece of handwriting.
 *
 * @param first,second values without `NaN`
 * @param firstGroups,secondGroups the sheet of each value
 * @param draws bootstrap samples
 */
export function effectWithInterval(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  firstGroups: Groups,
  secondGroups: Groups,
  seed: Seed,
  draws = 200,
): Effect {
  const order = rankOrder(first, second);
  const ones = (count: number): Float64Array => new Float64Array(count).fill(1);
  const value = weightedDelta(order, ones(first.length), ones(second.length));
  const stream = random(seed, 'effect');
  const values = Float64Array.from({ length: draws }, () =>
    weightedDelta(order, drawnGroups(firstGroups, stream), drawnGroups(secondGroups, stream)),
  ).sort();
  return { value, low: quantile(values, 0.025), high: quantile(values, 0.975) };
}

/** The quantile of sorted values by linear interpolation. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}
