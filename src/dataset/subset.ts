import { UserError } from '../common/errors';
import { permutation, random, type Seed } from '../common/random';
import { area } from '../imaging/image';
import type { Digits } from './digits';

/** The pictures and labels at the given positions, in that order, as a set of their own. */
export function pick(digits: Digits, positions: ArrayLike<number>): Digits {
  const images = new Uint8Array(positions.length * area);
  const labels = new Uint8Array(positions.length);
  for (let i = 0; i < positions.length; i++) {
    const from = positions[i];
    images.set(digits.images.subarray(from * area, (from + 1) * area), i * area);
    labels[i] = digits.labels[from];
  }
  return { images, labels, scale: digits.scale };
}

/** How many of each digit a set holds: ten counts. */
export function classCounts(labels: ArrayLike<number>): number[] {
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < labels.length; i++) counts[labels[i]]++;
  return counts;
}

/**
 * A seeded subset of `count` pictures in their original order, with the classes in the proportions of the
 * whole set (rounded by largest remainder).
 *
 * Throws a `UserError` for a count that isn't a whole number from 1 to the size of the set.
 */
export function subset(digits: Digits, count: number, seed: Seed): Digits {
  const size = digits.labels.length;
  if (!Number.isInteger(count) || count < 1 || count > size) {
    throw new UserError(`expected a number of pictures from 1 to ${size}, got ${count}`);
  }
  if (count === size) return digits;
  const quotas = apportion(classCounts(digits.labels), count);
  const positions: number[] = [];
  for (const position of permutation(size, random(seed, 'subset', size, count))) {
    if (quotas[digits.labels[position]]-- > 0) positions.push(position);
  }
  return pick(
    digits,
    positions.sort((a, b) => a - b),
  );
}

/** Shares `seats` among the classes in proportion to their sizes, by largest remainder (Hamilton's method). */
function apportion(sizes: readonly number[], seats: number): number[] {
  const all = sizes.reduce((sum, n) => sum + n, 0);
  const exact = sizes.map((n) => (n * seats) / all);
  const quotas = exact.map(Math.floor);
  const byRemainder = exact
    .map((share, label) => ({ label, remainder: share - quotas[label] }))
    .sort((a, b) => b.remainder - a.remainder || a.label - b.label);
  const left = seats - quotas.reduce((sum, n) => sum + n, 0);
  for (const { label } of byRemainder.slice(0, left)) quotas[label]++;
  return quotas;
}
