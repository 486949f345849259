import { bytePercentiles } from './resample';

/** What the border of a picture says about its paper. */
export interface Border {
  /** Whether the ink is likely the darker. */
  readonly inkIsDark: boolean;
  /** Whether that is plain enough to leave the other case untried. */
  readonly sure: boolean;
}

/**
 * Judges at the border which of ink and paper is the lighter.
 *
 * The ring along the sides is paper. Where it is even, what stands out of its brightness by most is ink; where
 * it isn't (a table beside the paper, a shadow), both cases have to be tried.
 */
export function judgeBorder(pixels: Uint8Array, width: number, height: number): Border {
  const depth = Math.max(1, Math.round(0.03 * Math.min(width, height)));
  const ring: number[] = [];
  for (let d = 0; d < depth; d++) {
    for (let x = 0; x < width; x++) ring.push(pixels[d * width + x], pixels[(height - 1 - d) * width + x]);
    for (let y = 0; y < height; y++) ring.push(pixels[y * width + d], pixels[y * width + width - 1 - d]);
  }
  const [low, paper, high] = bytePercentiles(ring, [0.05, 0.5, 0.95]);
  const [darkest, lightest] = bytePercentiles(pixels, [0.002, 0.998]);
  const below = Math.max(0, paper - darkest);
  const above = Math.max(0, lightest - paper);
  const sure =
    high - low < 0.3 * Math.max(below, above) && Math.max(below, above) > 3 * Math.min(below, above);
  return { inkIsDark: below >= above, sure };
}

/** Turns bytes over, so that ink is light on dark. */
export function invert(pixels: Uint8Array): Uint8Array {
  return pixels.map((value) => 255 - value);
}
