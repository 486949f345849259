/**
 * The Wasserstein-1 (earth mover's) distance of two samples: the mean distance that values must be moved to turn
 * one distribution into the other, in the unit of the values.
 *
 * The area between the two empirical distribution functions.
 */
export function wasserstein(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const a = Float64Array.from(first).sort();
  const b = Float64Array.from(second).sort();
  let i = 0;
  let j = 0;
  let last = Math.min(a[0], b[0]);
  let sum = 0;
  while (i < a.length || j < b.length) {
    const next = j >= b.length || (i < a.length && a[i] <= b[j]) ? a[i] : b[j];
    sum += Math.abs(i / a.length - j / b.length) * (next - last);
    last = next;
    while (i < a.length && a[i] === next) i++;
    while (j < b.length && b[j] === next) j++;
  }
  return sum;
}
