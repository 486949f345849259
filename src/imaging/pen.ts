import { clamp } from './resample';

/**
 * Strokes thinner than `thin` are widened to it and strokes thicker than `thick` are narrowed to it, in pixels
 * of a digit 20 high. The middle four fifths of MNIST's test set lie between 1.9 and 3.5, its median at 2.5.
 */
export const pens = { thin: 2, thick: 3.6 } as const;

/** The most by which a stroke's edge is moved, in the same pixels. */
const furthest = 1.4;

/** By how much a stroke's edge has to move outwards (negative: inwards), in pixels of a digit 20 high. */
export function penShift(pen: number, long: number): number {
  if (pen <= 0) return 0;
  const width = (20 * pen) / long;
  // Widening by r on either side makes the digit's box larger as well, and it's fitted to 20 all the same.
  if (width < pens.thin) return clamp((pens.thin - width) / (2 - pens.thin / 10), 0, furthest);
  if (width > pens.thick) return clamp((pens.thick - width) / (2 - pens.thick / 10), -furthest, 0);
  return 0;
}

/**
 * Moves the strokes' edges by `radius` pixels, outwards or (negative) inwards.
 *
 * The largest (smallest) value within a disc takes each pixel's place; between two whole radii both are mixed.
 */
export function moveEdges(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  const size = Math.abs(radius);
  if (size < 0.05) return values;
  const low = Math.floor(size);
  const share = size - low;
  const a = low === 0 ? values : disc(values, width, height, low, radius > 0);
  if (share < 0.02) return a;
  const b = disc(values, width, height, low + 1, radius > 0);
  return a.map((value, i) => value * (1 - share) + b[i] * share);
}

function disc(
  values: Float32Array,
  width: number,
  height: number,
  radius: number,
  widen: boolean,
): Float32Array {
  const result = values.slice();
  for (let dy = -radius; dy <= radius; dy++) {
    const half = Math.floor(Math.sqrt((radius + 0.3) ** 2 - dy * dy));
    for (let dx = -half; dx <= half; dx++) {
      if (dx === 0 && dy === 0) continue;
      const y1 = Math.min(height, height - dy);
      const x0 = Math.max(0, -dx);
      const x1 = Math.min(width, width - dx);
      for (let y = Math.max(0, -dy); y < y1; y++) {
        const to = y * width;
        const from = (y + dy) * width + dx;
        if (widen) {
          for (let x = x0; x < x1; x++)
            if (values[from + x] > result[to + x]) result[to + x] = values[from + x];
        } else {
          for (let x = x0; x < x1; x++)
            if (values[from + x] < result[to + x]) result[to + x] = values[from + x];
        }
      }
    }
  }
  return result;
}
