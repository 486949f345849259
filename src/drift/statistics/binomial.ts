import { logGamma } from './gamma';

/** The chance of at most `k` hits in `n` tries of chance `p` each. */
export function binomialUpTo(k: number, n: number, p: number): number {
  let sum = 0;
  for (let i = 0; i <= k; i++) {
    const ways = logGamma(n + 1) - logGamma(i + 1) - logGamma(n - i + 1);
    sum += Math.exp(ways + i * Math.log(p) + (n - i) * Math.log(1 - p));
  }
  return Math.min(1, sum);
}

/**
 * The counts between which a test's false alarms fall with the chance given, if its level is what it says.
 *
 * @returns the smallest and the largest count, both included
 */
export function binomialRange(n: number, p: number, chance = 0.99): [number, number] {
  const tail = (1 - chance) / 2;
  let low = 0;
  while (binomialUpTo(low, n, p) < tail) low++;
  let high = low;
  while (binomialUpTo(high, n, p) < 1 - tail) high++;
  return [low, high];
}
