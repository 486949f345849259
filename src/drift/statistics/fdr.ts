/**
 * Adjusts p-values of many tests so that those below a level hold at most that share of false discoveries.
 *
 * Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate", JRSS B 57 (1995): p·m / rank, made
 * ascending from the largest down, at most 1. The order of the input is kept.
 */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).sort((a, b) => p[b] - p[a]);
  const adjusted = new Array<number>(p.length);
  let least = 1;
  for (const [i, at] of order.entries()) {
    least = Math.min(least, (p[at] * p.length) / (p.length - i));
    adjusted[at] = least;
  }
  return adjusted;
}
