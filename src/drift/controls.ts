import type { LongWork } from '../common/progress';
import { permutation, random, type Seed } from '../common/random';
import { yieldToEvents } from '../model/yield';
import type { FalseAlarms, Power, TestOutcome } from './comparison';
import { digitsOfSheets, type Sample, take } from './sample';
import { binomialRange } from './statistics/binomial';
import { groupsOf, singles } from './statistics/groups';
import { type TwoSampleOptions, twoSampleTests } from './two-samples';

/** A test calls an alarm at this p or below. */
export const level = 0.05;

/** The name of a test with its space, as a key. */
export function testKey({ name, space }: Pick<TestOutcome, 'name' | 'space'>): string {
  return `${name} ${space}`;
}

export interface ControlOptions extends LongWork {
  bandwidth: TwoSampleOptions['bandwidth'];
  seed: Seed;
  permutations: number;
  splits: number;
  /** Sheets in each half. */
  sheets: number;
  /** Whether to count the alarms by digit too. */
  byDigit: boolean;
}

/**
 * Splits one set into halves over and over and counts each test's alarms.
 *
 * Each split draws sheets at random and deals them to two halves, so no sheet stands on both sides.
 */
export async function falseAlarms(
  set: Sample,
  { bandwidth, seed, permutations, splits, sheets, byDigit, onProgress, signal }: ControlOptions,
): Promise<Map<string, FalseAlarms>> {
  const digits = digitsOfSheets(set.groups);
  const half = Math.min(sheets, Math.floor(digits.length / 2));
  const alarms = new Map<string, [number, number]>();
  // Of one sheet a side nothing can be told.
  if (half < 2) return new Map();
  const grouped = byDigit && set.groups.count < set.groups.of.length;
  for (let split = 0; split < splits; split++) {
    signal?.throwIfAborted();
    const order = permutation(digits.length, random(seed, 'split', split));
    const side = (start: number): number[] =>
      Array.from(order.subarray(start, start + half), (sheet) => digits[sheet]).flat();
    const [one, other] = [take(set, side(0)), take(set, side(half))];
    const options = { bandwidth, permutations, seed: seed + split, auc: false };
    const count = (outcomes: TestOutcome[], at: 0 | 1): void => {
      for (const outcome of outcomes) {
        const both = alarms.get(testKey(outcome)) ?? [0, 0];
        if (outcome.p <= level) both[at]++;
        alarms.set(testKey(outcome), both);
      }
    };
    count(twoSampleTests(one, other, options), 0);
    if (grouped) {
      const apart = (sample: Sample): Sample => ({ ...sample, groups: singles(sample.labels.length) });
      count(twoSampleTests(apart(one), apart(other), options), 1);
    }
    onProgress?.({ task: 'testing the tests where nothing changed', done: split + 1, total: splits });
    if (split % 5 === 0) await yieldToEvents();
  }
  const range = binomialRange(splits, level);
  return new Map(
    Array.from(alarms, ([key, [bySheet, apart]]) => [
      key,
      {
        alarms: bySheet,
        splits,
        range,
        holds: bySheet <= range[1],
        ...(grouped ? { byDigit: apart } : {}),
      },
    ]),
  );
}

/** A set and what a known shift of one strength makes of it. */
export interface KnownShift {
  readonly shift: string;
  readonly strength: string;
  /** The same digits as the set that it is made from, in the same order, or fewer of them. */
  readonly sample: Sample;
  /** For each digit of `sample` its position in the set. */
  readonly from: ArrayLike<number>;
}

/**
 * How often each test notices each known shift at each sample size.
 *
 * Both samples are drawn from one set without a digit in common; one of them is shifted.
 */
export async function powerOf(
  set: Sample,
  shifts: readonly KnownShift[],
  options: LongWork & {
    bandwidth: TwoSampleOptions['bandwidth'];
    seed: Seed;
    permutations: number;
    runs: number;
    sizes: readonly number[];
  },
): Promise<Map<string, Power[]>> {
  const { bandwidth, seed, permutations, runs, sizes, onProgress, signal } = options;
  const powers = new Map<string, Power[]>();
  // Two samples without a digit in common need twice as many.
  const enough = (sample: Sample): number[] =>
    sizes.filter((size) => size <= sample.labels.length && 2 * size <= set.labels.length);
  const total = shifts.reduce((sum, { sample }) => sum + enough(sample).length * runs, 0);
  let done = 0;
  for (const { shift, strength, sample, from } of shifts) {
    for (const size of enough(sample)) {
      const alarms = new Map<string, number>();
      for (let run = 0; run < runs; run++) {
        signal?.throwIfAborted();
        const stream = random(seed, 'power', size, run);
        const shifted = permutation(sample.labels.length, stream).subarray(0, size);
        const used = new Set(Array.from(shifted, (at) => from[at]));
        const kept = permutation(set.labels.length, stream).filter((at) => !used.has(at));
        const apart = (whole: Sample, positions: Uint32Array): Sample =>
          take(whole, positions, groupsOf(Array.from(positions)));
        const outcomes = twoSampleTests(apart(set, kept.subarray(0, size)), apart(sample, shifted), {
          bandwidth,
          permutations,
          seed: seed + run,
          auc: false,
        });
        for (const outcome of outcomes) {
          const key = testKey(outcome);
          alarms.set(key, (alarms.get(key) ?? 0) + (outcome.p <= level ? 1 : 0));
        }
        onProgress?.({ task: 'testing the tests on known shifts', done: ++done, total });
        if (run % 5 === 0) await yieldToEvents();
      }
      for (const [key, count] of alarms) {
        const power = { shift, strength, digits: size, detected: count / runs, runs };
        powers.set(key, [...(powers.get(key) ?? []), power]);
      }
    }
  }
  return powers;
}
