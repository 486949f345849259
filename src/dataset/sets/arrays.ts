import { UserError } from '../../common/errors';
import type { GreyImage } from '../../imaging/image';
import type { OpenedPicture, PictureSet } from './picture-set';

/** Numbers in memory, of any kind that files hold. */
export type Values =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** Many pictures of one size as numbers, each element found by its strides. */
export interface PictureArray {
  readonly values: Values;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for colour, 4 with transparency, which is passed over. */
  readonly channels: number;
  /** Elements between two pictures, rows, columns and channels. */
  readonly strides: { picture: number; row: number; column: number; channel: number };
}

/**
 * Tells pictures in an array by its shape: N×H×W, N×H×W×C, N×C×H×W, or N×S² for square ones.
 *
 * @param steps elements between two neighbours along each axis
 * @returns undefined where the shape is no pictures'
 */
export function picturesOf(
  values: Values,
  shape: readonly number[],
  steps: readonly number[],
): PictureArray | undefined {
  const [count] = shape;
  const isColour = (n: number): boolean => n === 1 || n === 3 || n === 4;
  const laid = (height: number, width: number, channels: number, at: readonly number[]): PictureArray => ({
    values,
    count,
    height: shape[height],
    width: shape[width],
    channels: channels < 0 ? 1 : shape[channels],
    strides: {
      picture: at[0],
      row: at[height],
      column: at[width],
      channel: channels < 0 ? 0 : at[channels],
    },
  });
  if (shape.length === 2) {
    const side = Math.round(Math.sqrt(shape[1]));
    if (side < 4 || side * side !== shape[1]) return undefined;
    const strides = { picture: steps[0], row: side * steps[1], column: steps[1], channel: 0 };
    return { values, count, height: side, width: side, channels: 1, strides };
  }
  if (shape.length === 3) return laid(1, 2, -1, steps);
  if (shape.length !== 4) return undefined;
  if (isColour(shape[3])) return laid(1, 2, 3, steps);
  return isColour(shape[1]) ? laid(2, 3, 1, steps) : undefined;
}

/** What the numbers of a set of pictures are stretched by to become bytes. */
export interface Stretch {
  readonly low: number;
  readonly factor: number;
  /** What was done, for people; none where the numbers are bytes already. */
  readonly note?: string;
}

/**
 * Finds by the smallest and the largest number of a set which range it is drawn in: -1 to 1, 0 to 1, 0 to 16 (as
 * scikit-learn's digits), 0 to 255, or 0 to whatever is the most.
 *
 * Throws a `UserError` where the numbers are no brightness: not finite, or all the same.
 */
export function stretchOf(values: ArrayLike<number>, name: string): Stretch {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value))
      throw new UserError(`${name} holds ${value}, which is no brightness of a pixel`);
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least >= 0 && most > 16 && most <= 255) return { low: 0, factor: 1 };
  if (most <= least) return { low: 0, factor: 1 };
  const low = least < 0 ? (least >= -1 && most <= 1 ? -1 : least) : 0;
  const high = most <= 1 ? 1 : most <= 16 ? 16 : most <= 255 ? 255 : Math.max(most, 65_535);
  const text = (value: number): string => String(Number(value.toPrecision(6)));
  return {
    low,
    factor: 255 / (high - low),
    note: `pixels of ${text(low)} to ${text(high)} were stretched to 0 to 255`,
  };
}

/** One picture of an array as grey bytes; colour as luma. */
export function pictureAt(array: PictureArray, position: number, { low, factor }: Stretch): GreyImage {
  const { values, width, height, channels, strides } = array;
  const pixels = new Uint8Array(width * height);
  const start = position * strides.picture;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = start + y * strides.row + x * strides.column;
      const value =
        channels >= 3
          ? 0.299 * values[at] +
            0.587 * values[at + strides.channel] +
            0.114 * values[at + 2 * strides.channel]
          : values[at];
      pixels[y * width + x] = Math.round(Math.min(255, Math.max(0, (value - low) * factor)));
    }
  }
  return { width, height, pixels };
}

/** Pictures in an array as a set. Throws a `UserError` where labels and pictures aren't equally many. */
export function arraySet(
  array: PictureArray,
  about: { kind: string; name: string; classes?: readonly string[]; sheets?: readonly string[] },
): PictureSet {
  const { kind, name, classes, sheets } = about;
  if (classes && classes.length !== array.count) {
    throw new UserError(`${name} has ${array.count} pictures but ${classes.length} labels`);
  }
  const stretch = stretchOf(array.values, name);
  return {
    kind,
    count: array.count,
    classes,
    sheets,
    notes: stretch.note ? [stretch.note] : [],
    nameOf: (position) => `${name}, picture ${position + 1}`,
    async *open(positions, signal): AsyncIterable<OpenedPicture> {
      for (const position of positions) {
        signal?.throwIfAborted();
        yield { position, picture: pictureAt(array, position, stretch) };
      }
    },
  };
}

/** Labels of any numbers as the names of classes; one-hot rows by where their largest number is. */
export function classesOf(values: ArrayLike<number>, shape: readonly number[]): string[] | undefined {
  const [count, wide = 1] = shape;
  if (shape.length > 2 || (shape.length === 2 && wide > 64)) return undefined;
  return Array.from({ length: count }, (_, n) => {
    if (wide === 1) return String(values[n]);
    let best = 0;
    for (let k = 1; k < wide; k++) if (values[n * wide + k] > values[n * wide + best]) best = k;
    return String(best);
  });
}
