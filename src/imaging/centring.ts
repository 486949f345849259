import type { Analysis } from './analyse';
import { side } from './image';
import { clamp } from './resample';
import type { Fitted } from './size';

/**
 * Where MNIST has the ink's centre of mass: in the pixel of index 14, whose middle lies at 14.5.
 *
 * Its digits are moved by whole pixels, so that the centre falls anywhere between 14 and 15.
 */
const middle = side / 2 + 0.5;

/** Where a fitted digit's top left corner goes so that its ink's centre of mass is the picture's centre. */
export function centred(digit: Fitted): { x: number; y: number } {
  return {
    x: clamp(Math.round(middle - digit.centre.x), 0, side - digit.width),
    y: clamp(Math.round(middle - digit.centre.y), 0, side - digit.height),
  };
}

/** Moves the whole photo's small picture by whole pixels, so that the ink's centre of mass is its centre. */
export function moveToCentre(
  picture: Float32Array,
  { centre, photo }: Analysis,
  empty: number,
): Float32Array {
  const dx = Math.round(middle - (side * centre.x) / photo.width);
  const dy = Math.round(middle - (side * centre.y) / photo.height);
  const result = new Float32Array(side * side).fill(empty);
  for (let y = Math.max(0, -dy); y < Math.min(side, side - dy); y++) {
    for (let x = Math.max(0, -dx); x < Math.min(side, side - dx); x++) {
      result[(y + dy) * side + x + dx] = picture[y * side + x];
    }
  }
  return result;
}
