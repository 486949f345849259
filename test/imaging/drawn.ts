import sharp from 'sharp';
import type { GreyImage } from '../../src/imaging/image';
import { openPhoto } from '../../src/imaging/open';

/** Strokes in a box of 100×140, as SVG paths. */
export const strokes = {
  two: 'M10 40 C20 -10 95 0 90 45 C88 80 40 105 8 138 L96 134',
  four: 'M60 5 L8 90 L95 88 M66 50 L62 138',
  five: 'M30 12 L24 62 C60 40 98 70 88 105 C80 140 30 142 8 122 M42 6 L92 2',
  seven: 'M8 10 L90 8 L38 138 M28 76 L82 72',
  one: 'M50 4 L46 138',
  zero: 'M50 4 C-8 10 -6 132 50 136 C104 132 104 6 50 4',
} as const;

export interface Drawing {
  width?: number;
  height?: number;
  /** Which strokes, where (top left of the box) and how large (the box's height), all in pixels. */
  digits?: { digit: keyof typeof strokes; x: number; y: number; high: number; pen: number }[];
  ink?: string;
  paper?: string;
  /** More SVG, under the digits. */
  under?: string;
  /** More SVG, over the digits. */
  over?: string;
}

/** Draws a page as SVG. */
export function page(drawing: Drawing): Buffer {
  const { width = 640, height = 480, ink = '#333', paper = '#ddd', under = '', over = '' } = drawing;
  const {
    digits = [{ digit: 'two', x: width * 0.35, y: height * 0.3, high: height * 0.45, pen: height * 0.02 }],
  } = drawing;
  const paths = digits.map(({ digit, x, y, high, pen }) => {
    const scale = high / 140;
    return `<path transform="translate(${x} ${y}) scale(${scale})" d="${strokes[digit]}" fill="none" stroke="${ink}"
      stroke-width="${pen / scale}" stroke-linecap="round" stroke-linejoin="round"/>`;
  });
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="${width}" height="${height}" fill="${paper}"/>${under}${paths.join('')}${over}</svg>`);
}

/** Draws a page and photographs it: a JPEG, opened again. */
export async function shoot(drawing: Drawing, quality = 85): Promise<GreyImage> {
  return openPhoto(await jpeg(drawing, quality));
}

/** Draws a page as a JPEG. */
export function jpeg(drawing: Drawing, quality = 85): Promise<Buffer> {
  return sharp(page(drawing)).flatten().jpeg({ quality }).toBuffer();
}

/** The box and the centre of mass of what is lighter than `level`, and the mean of the outermost pixels. */
export function look(image: Uint8Array, level = 40) {
  let [left, right, top, bottom, sum, sumX, sumY, border] = [28, -1, 28, -1, 0, 0, 0, 0];
  for (let y = 0; y < 28; y++) {
    for (let x = 0; x < 28; x++) {
      const value = image[y * 28 + x];
      if (y === 0 || y === 27 || x === 0 || x === 27) border += value / 108;
      sum += value;
      sumX += value * x;
      sumY += value * y;
      if (value <= level) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  return {
    width: right - left + 1,
    height: bottom - top + 1,
    left,
    top,
    x: sumX / sum,
    y: sumY / sum,
    mean: sum / 784,
    border,
  };
}

/** The correlation of two pictures, 1 for the same up to brightness and contrast. */
export function likeness(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length;
  let [sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    sa += a[i];
    sb += b[i];
    saa += a[i] * a[i];
    sbb += b[i] * b[i];
    sab += a[i] * b[i];
  }
  return (n * sab - sa * sb) / Math.sqrt((n * saa - sa * sa) * (n * sbb - sb * sb));
}
