import { side } from '../image';

/**
 * How steep the strokes' edges are: the steepest tenth of the slopes that are there at all, averaged, as the
 * share of the full contrast by which the picture changes over one pixel (0 blurred away, near 1 cut sharp).
 *
 * @param ink 784 shares, 0 to 1
 */
export function sharpness(ink: Float32Array): number {
  const slopes: number[] = [];
  for (let y = 1; y < side - 1; y++) {
    for (let x = 1; x < side - 1; x++) {
      const i = y * side + x;
      // One-sided steps: a central difference over two pixels would halve the edge of a thin stroke.
      const across = Math.max(Math.abs(ink[i + 1] - ink[i]), Math.abs(ink[i] - ink[i - 1]));
      const down = Math.max(Math.abs(ink[i + side] - ink[i]), Math.abs(ink[i] - ink[i - side]));
      const slope = Math.max(across, down);
      if (slope > 0.02) slopes.push(slope);
    }
  }
  if (slopes.length === 0) return 0;
  slopes.sort((a, b) => b - a);
  const steepest = slopes.slice(0, Math.max(1, Math.round(slopes.length / 10)));
  return steepest.reduce((a, b) => a + b, 0) / steepest.length;
}
