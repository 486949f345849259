import { type RankOrder, rankOrder } from './cliffs-delta';

/** The two-sample Kolmogorov-Smirnov test. */
export interface KolmogorovSmirnov {
  /** The largest distance between the two empirical distribution functions, 0 to 1. */
  readonly statistic: number;
  /** The chance of so large a distance without a difference, by Kolmogorov's limit, for independent values. */
  readonly p: number;
}

/** Compares two samples by the two-sample Kolmogorov-Smirnov test. */
export function kolmogorovSmirnov(first: ArrayLike<number>, second: ArrayLike<number>): KolmogorovSmirnov {
  const inFirst = new Uint8Array(first.length + second.length).fill(1, 0, first.length);
  const statistic = ksDistance(rankOrder(first, second), inFirst);
  const effective = (first.length * second.length) / (first.length + second.length);
  return { statistic, p: kolmogorovTail(Math.sqrt(effective) * statistic) };
}

/**
 * The Kolmogorov-Smirnov distance for one way of telling the pooled values into two samples.
 *
 * @param inFirst for each pooled value 1 where it counts for the first sample
 */
export function ksDistance({ positions, tied }: RankOrder, inFirst: Uint8Array): number {
  let total = 0;
  for (let i = 0; i < inFirst.length; i++) total += inFirst[i];
  const others = inFirst.length - total;
  let first = 0;
  let second = 0;
  let largest = 0;
  for (let i = 0; i < positions.length; i++) {
    if (inFirst[positions[i]]) first++;
    else second++;
    if (i + 1 < positions.length && tied[i + 1]) continue;
    const distance = Math.abs(first / total - second / others);
    if (distance > largest) largest = distance;
  }
  return largest;
}

/** The chance that Kolmogorov's limiting variable exceeds `x`. */
export function kolmogorovTail(x: number): number {
  if (x <= 0) return 1;
  if (x < 1.18) {
    // The other form of the theta series: few terms where the first would need many.
    let sum = 0;
    for (let k = 1; k <= 7; k += 2) sum += Math.exp((-(k * k) * Math.PI * Math.PI) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  let sum = 0;
  for (let k = 1; k <= 6; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, sum));
}
