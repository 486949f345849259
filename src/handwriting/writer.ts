import type { Random, Seed } from '../common/random';
import type { Stroke } from './strokes';
import { styleOf } from './style';
import { writeOnce } from './write';

/** A hand that writes digits in its own way. */
export interface Writer {
  /** Names the hand; the same for the same seed and number. */
  readonly id: string;
  /** Writes a digit once more, a little different each time: see {@link writeOnce}. */
  write(label: number, stream: Random): Stroke[];
}

/**
 * A virtual writer: shapes, slant, proportions, pressure, wobble and speed chosen by the seed and the number.
 *
 * What `write` draws depends on the stream that it is given, and on nothing else.
 */
export function virtualWriter(seed: Seed, number: number): Writer {
  const style = styleOf(seed, number);
  return {
    id: `writer-${seed}-${number}`,
    write(label, stream) {
      if (!Number.isInteger(label) || label < 0 || label > 9)
        throw new RangeError(`no digit is written ${label}`);
      return writeOnce(style, label, stream);
    },
  };
}
