import type { GreyImage } from './image';

/** A rectangle in a picture, in pixels, fractions allowed: the left and top edge, and the extent. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Values of any range in rows from top to bottom. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: ArrayLike<number>;
}

/** The whole of a picture as a box. */
export function whole(picture: { width: number; height: number }): Box {
  return { x: 0, y: 0, width: picture.width, height: picture.height };
}

/** A picture's bytes as a plane of values. */
export function planeOf(picture: GreyImage): Plane {
  return { width: picture.width, height: picture.height, values: picture.pixels };
}

/**
 * Averages the area under each of `width × height` pixels laid over `box`.
 *
 * Every source pixel counts by the share of it that lies under the new one, so that nothing is skipped when a
 * picture shrinks. The box must lie inside the picture.
 */
export function areaAverage(source: Plane, box: Box, width: number, height: number): Float32Array {
  const result = new Float32Array(width * height);
  const columns = spans(box.x, box.width, width, source.width);
  const rows = spans(box.y, box.height, height, source.height);
  const line = new Float32Array(width);
  const values = source.values;
  for (let j = 0; j < height; j++) {
    for (let y = rows.first[j]; y <= rows.last[j]; y++) {
      const start = y * source.width;
      for (let i = 0; i < width; i++) {
        const first = start + columns.first[i];
        const last = start + columns.last[i];
        let sum = values[first] * columns.head[i];
        for (let k = first + 1; k < last; k++) sum += values[k];
        if (last > first) sum += values[last] * columns.tail[i];
        line[i] = sum;
      }
      const share = y === rows.first[j] ? rows.head[j] : y === rows.last[j] ? rows.tail[j] : 1;
      for (let i = 0; i < width; i++) result[j * width + i] += share * line[i];
    }
  }
  const weight = 1 / ((box.width / width) * (box.height / height));
  for (let i = 0; i < result.length; i++) result[i] *= weight;
  return result;
}

interface Spans {
  first: Int32Array;
  last: Int32Array;
  head: Float64Array;
  tail: Float64Array;
}

/** Which source pixels lie under each new one along one axis, and by what share the first and last do. */
function spans(from: number, extent: number, count: number, limit: number): Spans {
  const first = new Int32Array(count);
  const last = new Int32Array(count);
  const head = new Float64Array(count);
  const tail = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const a = from + (extent * i) / count;
    const b = from + (extent * (i + 1)) / count;
    first[i] = Math.min(limit - 1, Math.max(0, Math.floor(a + 1e-9)));
    last[i] = Math.min(limit - 1, Math.max(first[i], Math.ceil(b - 1e-9) - 1));
    head[i] = Math.min(b, first[i] + 1) - a;
    tail[i] = b - last[i];
  }
  return { first, last, head, tail };
}

/** Shrinks a picture by a whole factor, averaging each block; an incomplete last row or column is left out. */
export function reduce(picture: GreyImage, factor: number): GreyImage {
  if (factor === 1) return picture;
  if (factor === 2) return halve(picture);
  const width = Math.floor(picture.width / factor);
  const height = Math.floor(picture.height / factor);
  const pixels = new Uint8Array(width * height);
  const sums = new Uint32Array(width);
  const { pixels: source, width: stride } = picture;
  const weight = 1 / (factor * factor);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let k = 0; k < factor; k++) {
      let at = (y * factor + k) * stride;
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (let i = 0; i < factor; i++) sum += source[at++];
        sums[x] += sum;
      }
    }
    const start = y * width;
    for (let x = 0; x < width; x++) pixels[start + x] = sums[x] * weight + 0.5;
  }
  return { width, height, pixels };
}

/** `reduce` by 2, the commonest factor, without its inner loop. */
function halve({ width: stride, height: rows, pixels: source }: GreyImage): GreyImage {
  const width = stride >> 1;
  const height = rows >> 1;
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    let at = 2 * y * stride;
    for (let to = y * width; to < (y + 1) * width; to++) {
      pixels[to] = (source[at] + source[at + 1] + source[at + stride] + source[at + stride + 1] + 2) >> 2;
      at += 2;
    }
  }
  return { width, height, pixels };
}

/** Copies a part of a picture, which must lie inside it; all in whole pixels. */
export function crop(picture: GreyImage, x: number, y: number, width: number, height: number): GreyImage {
  const pixels = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (y + row) * picture.width + x;
    pixels.set(picture.pixels.subarray(from, from + width), row * width);
  }
  return { width, height, pixels };
}

/** Enlarges the part of a plane under `box` to `width × height` with straight lines between its pixels. */
export function enlarge(source: Plane, box: Box, width: number, height: number): Float32Array {
  const result = new Float32Array(width * height);
  const { values } = source;
  for (let j = 0; j < height; j++) {
    const y = clamp(box.y + ((j + 0.5) * box.height) / height - 0.5, 0, source.height - 1);
    const y0 = Math.min(Math.floor(y), Math.max(0, source.height - 2));
    const y1 = Math.min(y0 + 1, source.height - 1);
    for (let i = 0; i < width; i++) {
      const x = clamp(box.x + ((i + 0.5) * box.width) / width - 0.5, 0, source.width - 1);
      const x0 = Math.min(Math.floor(x), Math.max(0, source.width - 2));
      const x1 = Math.min(x0 + 1, source.width - 1);
      const top = values[y0 * source.width + x0] * (1 - x + x0) + values[y0 * source.width + x1] * (x - x0);
      const low = values[y1 * source.width + x0] * (1 - x + x0) + values[y1 * source.width + x1] * (x - x0);
      result[j * width + i] = top * (1 - y + y0) + low * (y - y0);
    }
  }
  return result;
}

/** The nearest number to `value` that lies between `low` and `high`. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** The bytes below which the given shares of all the bytes lie. */
export function bytePercentiles(bytes: ArrayLike<number>, shares: readonly number[]): number[] {
  const counts = new Uint32Array(256);
  for (let i = 0; i < bytes.length; i++) counts[bytes[i]]++;
  return shares.map((share) => {
    let sum = 0;
    for (let value = 0; value < 256; value++) {
      sum += counts[value];
      if (sum > share * bytes.length) return value;
    }
    return 255;
  });
}
