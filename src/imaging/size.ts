import type { Analysis } from './analyse';
import { side } from './image';
import { moveEdges, penShift } from './pen';
import { areaAverage, type Box, clamp, enlarge, type Plane } from './resample';

/** The long side of a digit in MNIST, in pixels. */
export const fitted = 20;

/** A digit as large as it will be in the end, and where its ink's centre lies in it. */
export interface Fitted {
  readonly width: number;
  readonly height: number;
  readonly darkness: Float32Array;
  readonly centre: { readonly x: number; readonly y: number };
}

/**
 * Cuts the digit out and fits its long side to 20 pixels, the aspect kept, each pixel the mean of the area
 * under it. A pen much thinner or thicker than those of MNIST is brought to their range on the way.
 */
export function fitDigit(darkness: Float32Array, analysis: Analysis, empty: number): Fitted {
  const { box, cut } = analysis;
  const long = Math.max(box.width, box.height);
  const shift = penShift(analysis.pen, long);
  // A digit of less than 20 pixels is enlarged first, so that its strokes are smooth.
  const magnify = long < fitted ? Math.ceil((2 * fitted) / long) : shift !== 0 && long < 48 ? 2 : 1;
  // The pixel of the final picture, measured in those of the (magnified) cut, before and after widening.
  const grown = shift > 0 ? long / (1 - shift / 10) : long;
  const radius = (grown / fitted) * shift * magnify;
  const pad = Math.max(0, Math.ceil(radius)) + 1;
  const padded = magnifyAndPad(darkness, cut, box, magnify, pad, empty);
  const moved = moveEdges(padded.values, padded.width, padded.height, radius);
  const edge = Math.max(radius, -0.8 * Math.max(0, -radius));
  const around = clampBox(
    {
      x: pad - edge,
      y: pad - edge,
      width: box.width * magnify + 2 * edge,
      height: box.height * magnify + 2 * edge,
    },
    padded.width,
    padded.height,
  );
  const extent = Math.max(around.width, around.height);
  const width = Math.max(1, Math.round((fitted * around.width) / extent));
  const height = Math.max(1, Math.round((fitted * around.height) / extent));
  const { place, centre } = analysis;
  const shareX = (centre.x - place.x) / place.width;
  const shareY = (centre.y - place.y) / place.height;
  return {
    width,
    height,
    darkness: areaAverage({ ...padded, values: moved }, around, width, height),
    centre: {
      x: ((pad + shareX * box.width * magnify - around.x) / around.width) * width,
      y: ((pad + shareY * box.height * magnify - around.y) / around.height) * height,
    },
  };
}

/** Lays a fitted digit into the picture with its top left corner at (`x`, `y`), paper all around it. */
export function lay(digit: Fitted, x: number, y: number, empty: number): Float32Array {
  const result = new Float32Array(side * side).fill(empty);
  for (let row = 0; row < digit.height; row++) {
    for (let column = 0; column < digit.width; column++) {
      result[(y + row) * side + x + column] = digit.darkness[row * digit.width + column];
    }
  }
  return result;
}

/** Where a fitted digit lies when it isn't centred: at the place that it had in the photo. */
export function ownPlace(digit: Fitted, { place, photo }: Analysis): { x: number; y: number } {
  const x = (side * (place.x + place.width / 2)) / photo.width - digit.width / 2;
  const y = (side * (place.y + place.height / 2)) / photo.height - digit.height / 2;
  return { x: clamp(Math.round(x), 0, side - digit.width), y: clamp(Math.round(y), 0, side - digit.height) };
}

function magnifyAndPad(
  darkness: Float32Array,
  { width, height }: { width: number; height: number },
  box: Box,
  magnify: number,
  pad: number,
  empty: number,
): Plane & { values: Float32Array } {
  const w = box.width * magnify;
  const h = box.height * magnify;
  const inner = magnify === 1 ? undefined : enlarge({ width, height, values: darkness }, box, w, h);
  const result = new Float32Array((w + 2 * pad) * (h + 2 * pad)).fill(empty);
  for (let y = 0; y < h; y++) {
    const to = (y + pad) * (w + 2 * pad) + pad;
    const from = inner ? y * w : (y + box.y) * width + box.x;
    result.set((inner ?? darkness).subarray(from, from + w), to);
  }
  return { width: w + 2 * pad, height: h + 2 * pad, values: result };
}

function clampBox(box: Box, width: number, height: number): Box {
  const x = clamp(box.x, 0, width - 1);
  const y = clamp(box.y, 0, height - 1);
  return { x, y, width: Math.min(box.width, width - x), height: Math.min(box.height, height - y) };
}
