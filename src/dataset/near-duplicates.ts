import { area, side } from '../imaging/image';
import type { Item } from './balanced-set';
import { type Digits, joinDigits } from './digits';
import type { Custom } from './prepare-custom';

/** The photos most like one photo. */
export interface Likeness {
  readonly id: string;
  /** The nearest of its own sheet, and how far it is; none where the sheet has no other. */
  readonly sameSheet?: Neighbour;
  /** The nearest of any other sheet of the same digit. */
  readonly otherSheet?: Neighbour;
}

/** A photo and how far another is from it. */
export interface Neighbour {
  readonly id: string;
  /** 0 for the same picture up to brightness, 1 for pictures that have nothing in common. */
  readonly distance: number;
}

/**
 * Two pictures nearer than this are near-duplicates: one piece of handwriting, held a little differently.
 *
 * Seven in ten shots of the simulated camera lie nearer to another of their sheet, the median at 0.004. Of
 * 3,000 digits of MNIST's test set 3 % lie that near to another: three in ten of the ones, of 0, 3 and 8 none.
 */
export const nearDuplicate = 0.02;

/** Pictures are compared at this side: what a hand's tremble moves by a pixel is then still the same. */
const compared = side / 2;

/**
 * Finds for each photo the nearest of its own sheet and the nearest of the others, among those of its digit.
 *
 * The distance is 1 - the correlation (not centred) of the pictures at 14×14; `digits` are the photos of `items`
 * in their order, best by the `mnist` pipeline, where light and place are out of the way.
 */
export function nearestPhotos(items: readonly Item[], digits: Pick<Digits, 'images'>): Likeness[] {
  const features = items.map((_, i) => feature(digits.images.subarray(i * area, (i + 1) * area)));
  const nearest = items.map(() => ({ same: { at: -1, likeness: -1 }, other: { at: -1, likeness: -1 } }));
  const byLabel = new Map<number, number[]>();
  for (const [i, { label }] of items.entries()) {
    const others = byLabel.get(label) ?? [];
    for (const j of others) {
      const likeness = product(features[i], features[j]);
      const which = items[i].sheet === items[j].sheet ? 'same' : 'other';
      if (likeness > nearest[i][which].likeness) nearest[i][which] = { at: j, likeness };
      if (likeness > nearest[j][which].likeness) nearest[j][which] = { at: i, likeness };
    }
    others.push(i);
    byLabel.set(label, others);
  }
  const neighbour = ({ at, likeness }: { at: number; likeness: number }): Neighbour | undefined =>
    at < 0 ? undefined : { id: items[at].id, distance: Math.max(0, 1 - likeness) };
  return items.map(({ id }, i) => ({
    id,
    sameSheet: neighbour(nearest[i].same),
    otherSheet: neighbour(nearest[i].other),
  }));
}

/** `nearestPhotos` over both parts of a prepared set: those for training first, then those for validation. */
export function nearestOfSet({ train, validation, trainItems, validationItems }: Custom): Likeness[] {
  return nearestPhotos([...trainItems, ...validationItems], joinDigits(train, validation));
}

/** A picture at 14×14 as a vector of length 1. */
function feature(image: Uint8Array): Float32Array {
  const values = new Float32Array(compared * compared);
  for (let i = 0; i < area; i++) {
    values[(Math.floor(i / side) >> 1) * compared + ((i % side) >> 1)] += image[i];
  }
  const length = Math.sqrt(product(values, values));
  return length === 0 ? values : values.map((value) => value / length);
}

function product(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
