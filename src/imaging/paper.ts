import { broadLight } from './broad-light';
import { clamp } from './resample';

/** The brightness of the paper all over a picture, known at the middle of square cells and smooth between. */
export interface Paper {
  /** Side of a cell, in the picture's pixels. */
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
  /** `columns × rows` brightnesses, 1 to 255. */
  readonly brightness: Float32Array;
}

/** Cells along the picture's long side: fine enough for the edge of a shadow, coarse enough to be quick. */
const cellsAlong = 64;

/** Dark shapes up to twice this share of the long side across are taken for ink, wider ones for shadow. */
const reach = 0.2;

/**
 * Estimates the paper's brightness under dark ink.
 *
 * A cell's paper is the mean of its brighter half; a morphological closing (the largest, then the smallest in
 * a window) then bridges whatever is dark and narrow, the ink, and leaves what is dark and wide, a shadow.
 * What has less than `deepestShadow` of the brightness of paper in the light is no paper however wide it is.
 */
export function estimatePaper(
  pixels: Uint8Array,
  width: number,
  height: number,
  deepestShadow: number,
): Paper {
  const long = Math.max(width, height);
  const cell = Math.max(1, Math.round(long / cellsAlong));
  const columns = Math.ceil(width / cell);
  const rows = Math.ceil(height / cell);
  const raw = new Float32Array(columns * rows);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) raw[r * columns + c] = brighterHalf(pixels, width, height, cell, c, r);
  }
  // A window that ends at the border sees only the brighter side of a slope, which would then pass for ink.
  const slope = broadLight(raw, columns, rows);
  if (slope) for (let i = 0; i < raw.length; i++) raw[i] /= slope[i];
  const window = Math.max(1, Math.round((reach * long) / cell));
  const closed = smallest(largest(raw, columns, rows, window), columns, rows, window);
  const smooth = blur(closed, columns, rows);
  if (slope) for (let i = 0; i < raw.length; i++) smooth[i] *= slope[i];
  const lit = percentile(smooth, 0.9);
  for (let i = 0; i < smooth.length; i++) smooth[i] = Math.max(smooth[i], deepestShadow * lit, 1);
  return { cell, columns, rows, brightness: smooth };
}

/** Paper that is equally bright all over. */
export function evenPaper(brightness: number): Paper {
  return { cell: 1, columns: 1, rows: 1, brightness: Float32Array.of(brightness) };
}

/**
 * Reads the paper's brightness at `width × height` points, `step` pixels apart, the first at (`x`, `y`).
 *
 * Coordinates are those of the picture that the paper was estimated on, a pixel's middle at its index + 0.5.
 */
export function samplePaper(
  paper: Paper,
  x: number,
  y: number,
  step: number,
  width: number,
  height: number,
): Float32Array {
  const result = new Float32Array(width * height);
  const { cell, columns, rows, brightness } = paper;
  const left = new Int32Array(width);
  const share = new Float32Array(width);
  for (let i = 0; i < width; i++) {
    const at = clamp((x + i * step) / cell - 0.5, 0, columns - 1);
    left[i] = Math.min(Math.floor(at), Math.max(0, columns - 2));
    share[i] = at - left[i];
  }
  const line = new Float32Array(columns);
  const next = columns > 1 ? 1 : 0;
  for (let j = 0; j < height; j++) {
    const at = clamp((y + j * step) / cell - 0.5, 0, rows - 1);
    const top = Math.min(Math.floor(at), Math.max(0, rows - 2));
    const low = Math.min(top + 1, rows - 1);
    const down = at - top;
    for (let c = 0; c < columns; c++) {
      line[c] = brightness[top * columns + c] * (1 - down) + brightness[low * columns + c] * down;
    }
    for (let i = 0; i < width; i++) {
      const a = line[left[i]];
      result[j * width + i] = a + (line[left[i] + next] - a) * share[i];
    }
  }
  return result;
}

/** The value below which a share of the values lies. */
export function percentile(values: ArrayLike<number>, share: number): number {
  const sorted = new Float32Array(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** The mean of those pixels of a cell that are at least as bright as the cell's mean. */
function brighterHalf(
  pixels: Uint8Array,
  width: number,
  height: number,
  cell: number,
  column: number,
  row: number,
): number {
  const x1 = Math.min(width, (column + 1) * cell);
  const y1 = Math.min(height, (row + 1) * cell);
  const x0 = Math.max(0, x1 - cell);
  const y0 = Math.max(0, y1 - cell);
  let sum = 0;
  for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) sum += pixels[y * width + x];
  const mean = sum / ((x1 - x0) * (y1 - y0));
  let bright = 0;
  let count = 0;
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const value = pixels[y * width + x];
      if (value >= mean - 0.5) {
        bright += value;
        count++;
      }
    }
  }
  return count > 0 ? bright / count : mean;
}

/** The largest over a square window of `2 × radius + 1`, cut off at the edges. */
function largest(values: Float32Array, columns: number, rows: number, radius: number): Float32Array {
  const across = slide(values, rows, columns, columns, 1, radius);
  return slide(across, columns, rows, 1, columns, radius);
}

/**
 * The largest over a window along each of `count` lines, `between` apart, of `length` values `step` apart.
 *
 * Windows of twice the width come from two of the width before, so that a wide one costs little more than a
 * narrow one.
 */
function slide(
  values: Float32Array,
  count: number,
  length: number,
  between: number,
  step: number,
  radius: number,
): Float32Array {
  const result = new Float32Array(values.length);
  const line = new Float32Array(length + 2 * radius);
  for (let k = 0; k < count; k++) {
    line.fill(Number.NEGATIVE_INFINITY);
    for (let i = 0; i < length; i++) line[radius + i] = values[k * between + i * step];
    let width = 1;
    for (; 2 * width <= 2 * radius + 1; width *= 2) {
      for (let i = 0; i + width < line.length; i++) if (line[i + width] > line[i]) line[i] = line[i + width];
    }
    const rest = 2 * radius + 1 - width;
    for (let i = 0; i < length; i++) {
      result[k * between + i * step] = Math.max(line[i], line[i + rest]);
    }
  }
  return result;
}

/** The smallest over a square window of `2 × radius + 1`, cut off at the edges. */
function smallest(values: Float32Array, columns: number, rows: number, radius: number): Float32Array {
  const negative = largest(
    values.map((value) => -value),
    columns,
    rows,
    radius,
  );
  return negative.map((value) => -value);
}

/** The mean over a cell and its neighbours. */
function blur(values: Float32Array, columns: number, rows: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      let sum = 0;
      let count = 0;
      for (let y = Math.max(0, r - 1); y <= Math.min(rows - 1, r + 1); y++) {
        for (let x = Math.max(0, c - 1); x <= Math.min(columns - 1, c + 1); x++) {
          sum += values[y * columns + x];
          count++;
        }
      }
      result[r * columns + c] = sum / count;
    }
  }
  return result;
}
