import type { GreyImage } from './image';
import { type Paper, samplePaper } from './paper';

/** How much of the paper's light each pixel swallows. */
export interface InkMap {
  readonly width: number;
  readonly height: number;
  /** 0 for paper, 255 for ink that swallows all. */
  readonly ink: Uint8Array;
  /** The paper's brightness behind each pixel. */
  readonly paper: Float32Array;
  /** Standard deviation of the paper's own grain in the same unit. */
  readonly noise: number;
}

/** Turns a picture over when its ink is the lighter, so that the rest may take ink for dark. */
export function darkInk(picture: GreyImage, inkIsDark: boolean): GreyImage {
  if (inkIsDark) return picture;
  const pixels = new Uint8Array(picture.pixels.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = 255 - picture.pixels[i];
  return { width: picture.width, height: picture.height, pixels };
}

/**
 * Measures the ink: 1 - brightness / paper's brightness, less what the median of the paper itself shows.
 *
 * Paper less bright than `faintest` is taken to be that bright, so that the grain of black paper (or, with light
 * ink, of paper that is as white as can be) isn't blown up into ink. The grain is taken from the pixels brighter than that median, where there is no ink.
 */
export function inkMap(picture: GreyImage, paper: Paper, faintest: number): InkMap {
  const { width, height, pixels } = picture;
  const light = samplePaper(paper, 0.5, 0.5, 1, width, height);
  const raw = new Int16Array(pixels.length);
  const counts = new Uint32Array(512);
  for (let i = 0; i < pixels.length; i++) {
    raw[i] = Math.max(-128, (255 * (light[i] - pixels[i])) / Math.max(faintest, light[i]));
    counts[raw[i] + 128]++;
  }
  // Ink that swallows a quarter of the light can't be paper.
  let paperPixels = 0;
  for (let i = 0; i < 128 + 64; i++) paperPixels += counts[i];
  const median = quantile(counts, paperPixels, 0.5) - 128;
  const noise = Math.max(0, median - (quantile(counts, paperPixels, 0.16) - 128));
  const ink = new Uint8Array(pixels.length);
  for (let i = 0; i < ink.length; i++) {
    ink[i] = Math.min(255, Math.max(0, raw[i] - median));
  }
  return { width, height, ink, paper: light, noise };
}

function quantile(counts: Uint32Array, total: number, share: number): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) {
    sum += counts[i];
    if (sum > share * total) return i;
  }
  return 128;
}
