import { z } from 'zod';
import { properties } from '../imaging/morphometry/properties';

/** An effect and the interval that holds it in 95 of 100 repetitions. */
export const Effect = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type Effect = z.infer<typeof Effect>;

/** Lower quartile, median and upper quartile. */
const Quartiles = z.tuple([z.number(), z.number(), z.number()]);

const Probability = z.number().min(0).max(1);

/** How one property of the pictures differs between two sets. */
export const PropertyDrift = z.object({
  name: z.enum(properties.map(({ name }) => name)),
  /** Of the values and of the Wasserstein distance; empty for a ratio. */
  unit: z.string(),
  meaning: z.string(),
  reference: Quartiles,
  current: Quartiles,
  /** Cliff's delta: positive where the current set's values are the larger, with a 95 % interval over sheets. */
  effect: Effect,
  /** In the property's unit. */
  wasserstein: z.number(),
  ks: z.number(),
  /** Of the Kolmogorov-Smirnov distance, by permutation of whole sheets. */
  p: Probability,
  /** The same, corrected for the number of properties by Benjamini and Hochberg. */
  q: Probability,
  /** What Kolmogorov's formula would say, which takes the photos of one sheet for independent. */
  pByDigit: Probability,
  psi: z.number(),
  /** In bits, over thirty bins between the outermost values. */
  jensenShannon: z.number(),
  /** Cliff's delta within each class, `null` where a set lacks it. */
  byClass: z.array(z.number().nullable()).length(10),
});
export type PropertyDrift = z.infer<typeof PropertyDrift>;

/** Where a test looks. */
export const TestSpace = z.enum(['features', 'softmax', 'pixels', 'predictions', 'labels']);
export type TestSpace = z.infer<typeof TestSpace>;

/** What one test says of two samples. */
export const TestOutcome = z.object({
  name: z.string(),
  space: TestSpace,
  statistic: z.number(),
  /** By permutation of whole sheets, (k + 1) / (n + 1). */
  p: Probability,
});
export type TestOutcome = z.infer<typeof TestOutcome>;

/** What a test says where nothing has changed. */
export const FalseAlarms = z.object({
  /** How often it called an alarm between two halves of one set. */
  alarms: z.int().nonnegative(),
  splits: z.int().positive(),
  /** Where the alarms of a test that keeps its level lie in 99 of 100 cases. */
  range: z.tuple([z.number(), z.number()]),
  /** Whether there are no more than that. */
  holds: z.boolean(),
  /** The same with the photos of a sheet taken for independent: the mistake that permuting sheets avoids. */
  byDigit: z.int().nonnegative().optional(),
});
export type FalseAlarms = z.infer<typeof FalseAlarms>;

/** How often a test noticed a known shift. */
export const Power = z.object({
  shift: z.string(),
  strength: z.string(),
  /** Digits in each sample. */
  digits: z.int().positive(),
  /** The share of the runs in which it called an alarm. */
  detected: Probability,
  runs: z.int().positive(),
});
export type Power = z.infer<typeof Power>;

/** A test, its two controls beside it. */
export const DriftTest = TestOutcome.extend({ aa: FalseAlarms.optional(), power: z.array(Power) });
export type DriftTest = z.infer<typeof DriftTest>;

/** All that differs between two sets. */
export const Comparison = z.object({
  /** The largest effect first. */
  properties: z.array(PropertyDrift),
  tests: z.array(DriftTest),
});
export type Comparison = z.infer<typeof Comparison>;
