import { z } from 'zod';
import { steps } from '../imaging/steps';
import { ReliabilityBin } from './calibration';
import { Check } from './checks';
import { DriftTest, PropertyDrift } from './comparison';
import { DataSet, Pipeline } from './matrix';
import { Spread } from './spread';

/** What was measured for each combination of steps. */
export const Metric = z.enum(['accuracy', 'loss']);
export type Metric = z.infer<typeof Metric>;

/**
 * Which model met which pictures: `mnist-on-custom` and `custom-on-mnist` are the two ways across,
 * `mnist-on-damaged` is the check, MNIST's own digits made to look like photos.
 */
export const Direction = z.enum(['mnist-on-custom', 'custom-on-mnist', 'mnist-on-damaged']);
export type Direction = z.infer<typeof Direction>;

/** One step's share of a gap. */
export const Share = z.object({
  step: z.enum(steps),
  /** Its exact Shapley value, in the metric's unit. */
  value: z.number(),
  /** The ends of the value's 95 % bootstrap interval. */
  low: z.number(),
  high: z.number(),
  /** What the step changes when it is the only one taken. */
  alone: z.number(),
  /** What goes when the step is the only one left out. */
  leftOut: z.number(),
});
export type Share = z.infer<typeof Share>;

/** A gap, split among the steps. */
export const Attribution = z.object({
  direction: Direction,
  metric: Metric,
  /** The metric with no step taken (or undone), and with all. */
  none: z.number(),
  all: z.number(),
  /**
   * Where the way would end if the steps were all there is: the model's figure on its own kind of pictures, and
   * for the damaged digits its figure on the photos as shot.
   */
  target: z.number(),
  /** `all - none`: what the steps change in all. The shares sum to it. */
  gap: z.number(),
  /** `target - all`: what no step accounts for. */
  residual: z.number(),
  shares: z.array(Share).length(steps.length),
});
export type Attribution = z.infer<typeof Attribution>;

/** How loudly a model fails on one test set: what it claims, and what is true. */
export const Silent = z.object({
  model: DataSet,
  data: DataSet,
  pipeline: Pipeline,
  accuracy: z.number(),
  /** Mean confidence in the answers, 0 to 1: what the model itself would claim. */
  confidence: z.number(),
  /** Mean confidence in the wrong answers alone; null where there are none. */
  confidenceWhenWrong: z.number().nullable(),
  /** Expected calibration error over the bins below. */
  ece: z.number(),
  /** Accuracy foretold without labels by average thresholded confidence, fitted on half of the model's own test set. */
  atc: z.number(),
  bins: z.array(ReliabilityBin),
});
export type Silent = z.infer<typeof Silent>;

/** What equal sizes, fewer sheets and a careless split would change. */
export const Size = z.object({
  epochs: z.int().positive(),
  /** MNIST cut to as many digits as there are training photos. */
  cut: z.object({
    count: z.int().positive(),
    /** Accuracy on MNIST's test digits, and on the photos prepared by MNIST's recipe. */
    onMnist: Spread,
    onCustom: Spread,
  }),
  /** The photo model learnt from ever more sheets, prepared by MNIST's recipe. */
  curve: z.array(
    z.object({
      sheets: z.int().positive(),
      /** Training photos, the mean over the seeds. */
      photos: z.number(),
      onCustom: Spread,
      onMnist: Spread,
    }),
  ),
  /** What the validation accuracy is when photos are split by sheet, and one by one. */
  split: z.object({ bySheet: Spread, random: Spread }),
});
export type Size = z.infer<typeof Size>;

/** What fine-tuning the MNIST model on a few photos of each digit brings back, and what it costs. */
export const Cure = z.object({
  epochs: z.int().positive(),
  points: z.array(
    z.object({
      /** How the photos were prepared. */
      pipeline: Pipeline,
      /** Photos of each digit it was tuned on; 0 is the model as it was. */
      k: z.int().nonnegative(),
      /** Accuracy on the validation photos, prepared alike. */
      onCustom: Spread,
      /** Accuracy on MNIST's test digits: what the model forgot. */
      onMnist: Spread,
    }),
  ),
});
export type Cure = z.infer<typeof Cure>;

/** What explains the matrix: the part of `report.json` under `drift`. */
export const Findings = z.object({
  /** Accuracy and loss of each direction. */
  attribution: z.array(Attribution),
  /** How each property of the photos differs from MNIST's, under each pipeline, the largest effect first. */
  properties: z.array(PropertyDrift.extend({ pipeline: Pipeline })),
  /** What each test says of photos and MNIST in the MNIST model's eyes, under each pipeline, its controls beside it. */
  tests: z.array(DriftTest.extend({ pipeline: Pipeline })),
  /** What each model claims of itself, for each cell of the matrix. */
  silent: z.array(Silent),
  size: Size,
  cure: Cure,
  checks: z.array(Check),
});
export type Findings = z.infer<typeof Findings>;
