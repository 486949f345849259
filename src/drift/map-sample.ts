import { random, type Seed } from '../common/random';
import type { Digits } from '../dataset/digits';
import { pick } from '../dataset/subset';
import type { SeenSet } from './compare';
import { drawSheets } from './sample';
import { singles } from './statistics/groups';

/** What a map of two sets is drawn from. */
export interface MapSample {
  /** The features of the reference's digits, then those of the current set's: `2 N × width`. */
  readonly rows: Float32Array;
  readonly width: number;
  readonly reference: Digits;
  readonly current: Digits;
}

/** Draws equally many digits of both sets, at most `most` of each, with the features that a model gave them. */
export function mapSample(
  sets: { reference: SeenSet; current: SeenSet },
  most: number,
  seed: Seed,
): MapSample {
  const { reference, current } = sets;
  const width = reference.features.length / reference.digits.labels.length;
  const count = Math.min(most, reference.digits.labels.length, current.digits.labels.length);
  const rows = new Float32Array(2 * count * width);
  const [first, second] = [reference, current].map(({ digits, features }, s) => {
    const drawn = drawSheets(singles(digits.labels.length), count, random(seed, 'map', s));
    for (const [i, at] of drawn.entries()) {
      rows.set(features.subarray(at * width, (at + 1) * width), (s * count + i) * width);
    }
    return pick(digits, drawn);
  });
  return { rows, width, reference: first, current: second };
}
