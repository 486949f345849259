/**
 * The area that ink covers, in pixels; a pixel half covered counts for a half.
 *
 * @param ink 784 shares, 0 to 1
 */
export function inkArea(ink: Float32Array): number {
  let sum = 0;
  for (const share of ink) sum += share;
  return sum;
}
