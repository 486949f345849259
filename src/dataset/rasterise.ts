import type { Point, Stroke } from '../handwriting/index';
import { area, side } from '../imaging/image';

/** The box into which MNIST fits a digit, in pixels. */
const box = 20;

/** Points a pixel's side is sampled at. */
const fine = 4;

/**
 * Draws strokes as MNIST would hold them: light ink on black, the long side fitted to 20 pixels with its
 * aspect kept and area-averaged, the ink's centre of mass at the centre of 28×28.
 *
 * Gives 784 bytes; all black for no ink. Reference: http://yann.lecun.com/exdb/mnist/.
 */
export function rasterise(strokes: readonly Stroke[]): Uint8Array {
  const bounds = boundsOf(strokes);
  const long = Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top);
  const picture = new Uint8Array(area);
  if (!(long > 0)) return picture;

  const scale = (box * fine) / long;
  const ink = new Uint8Array((box * fine) ** 2);
  for (const { points, widths } of strokes) {
    const scaled = points.map(({ x, y }) => ({ x: (x - bounds.left) * scale, y: (y - bounds.top) * scale }));
    let from = scaled[0];
    for (const [i, to] of scaled.entries()) {
      // Points less than two samples apart add time and no ink.
      const near = Math.hypot(to.x - from.x, to.y - from.y) < 2;
      if (near && i > 0 && i < scaled.length - 1) continue;
      fillCapsule(ink, from, to, (widths[i] * scale) / 2);
      from = to;
    }
  }
  const extent = (length: number): number => Math.min(box, Math.ceil((length * scale) / fine));
  return centred(averaged(ink), extent(bounds.right - bounds.left), extent(bounds.bottom - bounds.top));
}

interface Bounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

function boundsOf(strokes: readonly Stroke[]): Bounds {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { points, widths } of strokes) {
    for (let i = 0; i < points.length; i++) {
      const radius = widths[i] / 2;
      bounds.left = Math.min(bounds.left, points[i].x - radius);
      bounds.top = Math.min(bounds.top, points[i].y - radius);
      bounds.right = Math.max(bounds.right, points[i].x + radius);
      bounds.bottom = Math.max(bounds.bottom, points[i].y + radius);
    }
  }
  return bounds;
}

/** Inks every sample within `radius` of the segment from `a` to `b`; coordinates in samples. */
function fillCapsule(ink: Uint8Array, a: Point, b: Point, radius: number): void {
  const size = box * fine;
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length2 = dx * dx + dy * dy;
  const top = Math.max(0, Math.floor(Math.min(a.y, b.y) - radius));
  const bottom = Math.min(size - 1, Math.ceil(Math.max(a.y, b.y) + radius));
  const left = Math.max(0, Math.floor(Math.min(a.x, b.x) - radius));
  const right = Math.min(size - 1, Math.ceil(Math.max(a.x, b.x) + radius));
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const px = column + 0.5 - a.x;
      const py = row + 0.5 - a.y;
      const along = length2 > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / length2)) : 0;
      const ex = px - along * dx;
      const ey = py - along * dy;
      if (ex * ex + ey * ey <= radius * radius) ink[row * size + column] = 1;
    }
  }
}

/** The share of ink in each of the 20×20 pixels, 0 to 255. */
function averaged(ink: Uint8Array): Uint8Array {
  const size = box * fine;
  const picture = new Uint8Array(box * box);
  for (let row = 0; row < box; row++) {
    for (let column = 0; column < box; column++) {
      let inked = 0;
      for (let y = 0; y < fine; y++) {
        for (let x = 0; x < fine; x++) inked += ink[(row * fine + y) * size + column * fine + x];
      }
      picture[row * box + column] = Math.round((255 * inked) / fine ** 2);
    }
  }
  return picture;
}

/**
 * The 20×20 picture placed in 28×28, by whole pixels, so that its centre of mass is nearest the centre.
 *
 * Its ink is in the upper left `width × height` pixels, none of which is cut off.
 */
function centred(picture: Uint8Array, width: number, height: number): Uint8Array {
  let mass = 0;
  let sumX = 0;
  let sumY = 0;
  for (let i = 0; i < picture.length; i++) {
    mass += picture[i];
    sumX += picture[i] * ((i % box) + 0.5);
    sumY += picture[i] * (Math.floor(i / box) + 0.5);
  }
  const result = new Uint8Array(area);
  if (mass === 0) return result;
  const left = place(sumX / mass, width);
  const top = place(sumY / mass, height);
  for (let row = 0; row < height; row++) {
    result.set(picture.subarray(row * box, row * box + width), (top + row) * side + left);
  }
  return result;
}

/** Where ink of some length begins so that its `centre` lands in the middle, or as near as it fits. */
function place(centre: number, length: number): number {
  return Math.min(side - length, Math.max(0, Math.round(side / 2 - centre)));
}
