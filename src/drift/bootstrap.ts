import { type Random, random, type Seed } from '../common/random';

/** Sums of per-picture scores for each group of pictures that belong together. */
export interface GroupedSums {
  /** Pictures in each group. */
  counts: number[];
  /** `sums[c][g]`: the sum over group `g` of what column `c` holds. */
  sums: number[][];
}

/**
 * Adds up columns of per-picture scores over groups (sheets), so that a resample costs as many operations as
 * there are groups.
 *
 * @param groups the group of each picture
 * @param columns columns of one score a picture
 */
export function groupSums(groups: readonly string[], columns: readonly ArrayLike<number>[]): GroupedSums {
  const place = new Map<string, number>();
  for (const group of groups) if (!place.has(group)) place.set(group, place.size);
  const counts = new Array<number>(place.size).fill(0);
  const sums = columns.map(() => new Array<number>(place.size).fill(0));
  groups.forEach((group, i) => {
    const g = place.get(group) as number;
    counts[g]++;
    columns.forEach((column, c) => {
      sums[c][g] += column[i];
    });
  });
  return { counts, sums };
}

/**
 * Means of every column in each of `replicates` resamples of whole groups (the cluster bootstrap; Davison and
 * Hinkley, "Bootstrap Methods and their Application", 1997, section 3.8).
 *
 * Photos of one sheet are one piece of handwriting, so that sheets are drawn and not photos.
 */
export function* resampledMeans(
  { counts, sums }: GroupedSums,
  replicates: number,
  seed: Seed,
): Generator<Float64Array> {
  const stream = random(seed, 'bootstrap');
  for (let b = 0; b < replicates; b++) {
    const drawn = drawCounts(counts.length, stream);
    let total = 0;
    for (let g = 0; g < counts.length; g++) total += drawn[g] * counts[g];
    yield Float64Array.from(sums, (column) => {
      let sum = 0;
      for (let g = 0; g < counts.length; g++) sum += drawn[g] * column[g];
      return sum / total;
    });
  }
}

/** How often each of `n` groups is drawn in `n` draws with replacement. */
function drawCounts(n: number, stream: Random): Uint32Array {
  const drawn = new Uint32Array(n);
  for (let i = 0; i < n; i++) drawn[stream.integer(n)]++;
  return drawn;
}

/** An interval from `low` to `high`. */
export interface Interval {
  low: number;
  high: number;
}

/** The middle 95 % of some values (Hyndman and Fan's type 7 quantiles, as NumPy's `percentile`). */
export function middle(values: readonly number[], share = 0.95): Interval {
  const sorted = [...values].sort((a, b) => a - b);
  return { low: quantile(sorted, (1 - share) / 2), high: quantile(sorted, (1 + share) / 2) };
}

/** The quantile `p` of sorted values, between its neighbours in proportion (type 7). */
export function quantile(sorted: readonly number[], p: number): number {
  if (sorted.length === 0) throw new Error('no values to take a quantile of');
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}
