import { side } from '../image';

/**
 * The length of a middle line in pixels: 1 for each step along a row or column, √2 for each diagonal one that
 * isn't a corner cut short, and 1 for its ends.
 *
 * @param line 784 bytes, 1 on the line, as `skeleton` gives it
 */
export function strokeLength(line: Uint8Array): number {
  let length = 0;
  let pixels = 0;
  const at = (x: number, y: number): number =>
    x >= 0 && x < side && y >= 0 && y < side ? line[y * side + x] : 0;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (!at(x, y)) continue;
      pixels++;
      const [right, down] = [at(x + 1, y), at(x, y + 1)];
      length += right + down;
      if (at(x + 1, y + 1) && !right && !down) length += Math.SQRT2;
      if (at(x - 1, y + 1) && !at(x - 1, y) && !down) length += Math.SQRT2;
    }
  }
  return pixels > 0 ? length + 1 : 0;
}
