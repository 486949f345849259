import { side } from '../../imaging/image';
import { tones } from '../../imaging/morphometry/tones';

/** Bits of a Braille cell, by row and column. */
const dots = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];

/**
 * A 28×28 digit in 7 lines of 14 Braille characters, for places that hold text alone, such as a hover label.
 *
 * @param image 784 bytes, of either polarity
 */
export function brailleDigit(image: Uint8Array): string[] {
  const { ink } = tones(image);
  return Array.from({ length: side / 4 }, (_, row) =>
    Array.from({ length: side / 2 }, (_, column) => {
      let bits = 0;
      for (let y = 0; y < 4; y++) {
        for (let x = 0; x < 2; x++) {
          if (ink[(4 * row + y) * side + 2 * column + x] >= 0.4) bits |= dots[y][x];
        }
      }
      return String.fromCharCode(0x2800 + bits);
    }).join(''),
  );
}
