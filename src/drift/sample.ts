import { permutation, type Random } from '../common/random';
import { type Groups, groupsOf } from './statistics/groups';

/** Numbers that a model gives for each digit: the features of its last hidden layer, or its probabilities. */
export interface Space {
  /** `N × width`. */
  readonly rows: Float32Array;
  readonly width: number;
}

/** What stands for each digit where tests compare vectors; `pixels` is what is left without a model. */
export type ViewName = 'features' | 'softmax' | 'pixels';

/** One way to see each digit as a vector. */
export interface View {
  readonly whole: Space;
  /** Fewer numbers that hold most of it, for tests that no covariance of so many could be told for. */
  readonly few: Space;
}

/** The label of a digit that has none. */
export const unlabelled = 255;

/** Digits as the tests see them. */
export interface Sample {
  /** Any numbers below 255, as long as both samples mean the same by them, or `unlabelled`. */
  readonly labels: Uint8Array;
  /** The sheet of each digit: what a permutation keeps together. */
  readonly groups: Groups;
  readonly views: Readonly<Partial<Record<ViewName, View>>>;
  /** The digit that the model read. */
  readonly predicted?: Uint8Array;
}

/** The digits at some positions, with sheets numbered anew unless others are given. */
export function take(sample: Sample, positions: ArrayLike<number>, groups?: Groups): Sample {
  const space = (whole: Space): Space => {
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
    views: Object.fromEntries(
      Object.entries(sample.views).map(([name, { whole, few }]) => [
        name,
        { whole: space(whole), few: space(few) },
      ]),
    ),
    predicted: sample.predicted && bytes(sample.predicted),
  };
}

/** The positions of the digits of each sheet. */
export function digitsOfSheets({ of, count }: Groups): number[][] {
  const digits: number[][] = Array.from({ length: count }, () => []);
  for (const [i, group] of of.entries()) digits[group].push(i);
  return digits;
}

/**
 * Positions of the digits of whole sheets drawn at random, `count` of them at the most, until the next sheet would
 * make them more than `most` digits.
 */
export function drawSheets(groups: Groups, most: number, stream: Random, count = groups.count): number[] {
  const sheets = digitsOfSheets(groups);
  const drawn: number[] = [];
  for (const group of permutation(groups.count, stream).subarray(0, count)) {
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
  const dealt = new Uint32Array(unlabelled + 1);
  const names = new Array<string>(labels.length);
  for (const i of permutation(labels.length, stream)) {
    names[i] = `${labels[i]}/${Math.floor(dealt[labels[i]]++ / size)}`;
  }
  return groupsOf(names);
}
