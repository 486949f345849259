import { analyse } from '../imaging/analyse';
import type { GreyImage } from '../imaging/image';
import { openPhoto } from '../imaging/open';

/** What the checks can find fault with in a photo, as the manifest has it. */
export const qualityFlags = [
  'no-ink',
  'cut',
  'several',
  'blurred',
  'over-exposed',
  'near-duplicate',
] as const;
export type QualityFlag = (typeof qualityFlags)[number];

/** What the checks saw of a photo. */
export interface Look {
  flags: QualityFlag[];
  /** A small picture of it, `thumbWidth × thumbHeight` bytes, to compare with the next one. */
  thumb: Uint8Array;
}

/** The checks look at the photo at this many pixels along its long side: enough to find a digit, and quick. */
const side = 192;
const thumbWidth = 32;
const thumbHeight = 24;

/** A photo whose steepest edge is spread wider than this share of its height counts as blurred. */
const blurredFrom = 0.011;
/** The share of pixels without any detail left in the light from which a photo counts as over-exposed. */
const burntFrom = 0.35;
/** The mean difference, in grey levels, below which two photos are the same one: less than sensor noise leaves. */
const sameBelow = 0.35;

/**
 * Looks at a photo as it lands: no ink, a digit cut by the border, several digits, blur, over-exposure, and
 * whether it all but repeats the one before.
 *
 * @param before the thumb of the shot before of the same sheet
 */
export async function lookAt(photo: Buffer, before?: Uint8Array): Promise<Look> {
  const picture = await openPhoto(photo, { longest: side });
  const flags: QualityFlag[] = [];
  const { refused } = analyse(picture);
  if (refused === 'no digit') flags.push('no-ink');
  else if (refused === 'digit cut at the border') flags.push('cut');
  else if (refused !== undefined) flags.push('several');
  if (!flags.includes('no-ink') && edgeSpread(picture) > blurredFrom) flags.push('blurred');
  if (burntShare(picture) > burntFrom) flags.push('over-exposed');
  const thumb = thumbOf(picture);
  if (before && meanDifference(before, thumb) < sameBelow) flags.push('near-duplicate');
  return { flags, thumb };
}

/**
 * How far the steepest edges of a picture are spread: the deviation of the Gaussian that blurred them, as a share
 * of the picture's height.
 *
 * A step of height c blurred with deviation s has the slope c / (s √2π) at its steepest; c is the distance of
 * the darkest and lightest hundredths, and the slope that which one pixel in five hundred passes.
 */
export function edgeSpread({ width, height, pixels }: GreyImage): number {
  const levels = new Uint32Array(256);
  const slopes = new Uint32Array(256);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      levels[pixels[at]]++;
      const across = pixels[at + 1] - pixels[at - 1];
      const down = pixels[at + width] - pixels[at - width];
      slopes[Math.min(Math.round(Math.hypot(across, down) / 2), 255)]++;
    }
  }
  const contrast = quantile(levels, 0.99) - quantile(levels, 0.01);
  const slope = Math.max(quantile(slopes, 0.998), 0.5);
  return contrast / (slope * Math.sqrt(2 * Math.PI)) / height;
}

function quantile(histogram: Uint32Array, share: number): number {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (const [value, count] of histogram.entries()) {
    seen += count;
    if (seen > share * total) return value;
  }
  return histogram.length - 1;
}

function burntShare({ pixels }: GreyImage): number {
  let burnt = 0;
  for (const value of pixels) if (value >= 253) burnt++;
  return burnt / pixels.length;
}

function thumbOf({ width, height, pixels }: GreyImage): Uint8Array {
  const thumb = new Uint8Array(thumbWidth * thumbHeight);
  for (let r = 0; r < thumbHeight; r++) {
    const [top, bottom] = part(r, thumbHeight, height);
    for (let c = 0; c < thumbWidth; c++) {
      const [left, right] = part(c, thumbWidth, width);
      let sum = 0;
      for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += pixels[y * width + x];
      thumb[r * thumbWidth + c] = sum / ((bottom - top) * (right - left));
    }
  }
  return thumb;
}

/** The pixels from and to which part `i` of `count` reaches, at least one. */
function part(i: number, count: number, length: number): [number, number] {
  const from = Math.min(Math.floor((i * length) / count), length - 1);
  return [from, Math.max(Math.floor(((i + 1) * length) / count), from + 1)];
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i] - b[i]);
  return sum / a.length;
}
