import { permutation, type Random } from '../common/random';
import { type Groups, groupsOf } from './statistics/groups';

/** Numbers that a model gives for each digit: the features of its last hidden layer, or its probabilities. */
export interface Space {
  /** `N × width`. */
  readonly rows: Float32Array;
  readonly width: number;
}

/** Digits as the tests see them. */
export interface Sample {
  readonly labels: Uint8Array;
  /** The sheet of each digit: what a permutation keeps together. */
  readonly groups: Groups;
  /** The 128 features and the first of their principal components; both or none. */
  readonly features?: Space;
  readonly components?: Space;
  /** The 10 probabilities, and the digit that was read. */
  readonly softmax?: Space;
  readonly predicted?: Uint8Array;
}

/** The digits at some positions, with sheets numbered anew unless others are given. */
export function take(sample: Sample, positions: ArrayLike<number>, groups?: Groups): Sample {
  const space = (whole: Space | undefined): Space | undefined => {
    if (!whole) return undefined;
    const rows = new Float32Array(positions.length * whole.width);
    for (let i = 0; i < positions.length; i++) {
      const from = positions[i] * whole.width;
      rows.set(whole.rows.subarray(from, from + whole.width), i * whole.width);
    }
    return { rows, width: whole.width };
  };
  const bytes = (whole: Uint8Array): Uint8Array => Uint8Array.from(positions, (at) => whole[at]);
  return {
    labels: bytes(sample.labels),
    groups: groups ?? groupsOf(Array.from(positions, (at) => sample.groups.of[at])),
    features: space(sample.features),
    components: space(sample.components),
    softmax: space(sample.softmax),
    predicted: sample.predicted && bytes(sample.predicted),
  };
}

/** The positions of the digits of each sheet. */
export function digitsOfSheets({ of, count }: Groups): number[][] {
  const digits: number[][] = Array.from({ length: count }, () => []);
  for (const [i, group] of of.entries()) digits[group].push(i);
  return digits;
}

/** Positions of the digits of whole sheets drawn at random, until the next sheet would make them more than `most`. */
export function drawSheets(groups: Groups, most: number, stream: Random): number[] {
  const sheets = digitsOfSheets(groups);
  const drawn: number[] = [];
  for (const group of permutation(groups.count, stream)) {
    if (drawn.length > 0 && drawn.length + sheets[group].length > most) break;
    drawn.push(...sheets[group]);
  }
  return drawn;
}

/**
 * Deals digits that came without sheets out to sheets of one class and `size` digits each, as a burst would fill
 * them, so that both samples of a permutation are made of like pieces.
 */
export function dealSheets(labels: Uint8Array, size: number, stream: Random): Groups {
  const dealt = new Array<number>(10).fill(0);
  const names = new Array<string>(labels.length);
  for (const i of permutation(labels.length, stream)) {
    names[i] = `${labels[i]}/${Math.floor(dealt[labels[i]]++ / size)}`;
  }
  return groupsOf(names);
}
