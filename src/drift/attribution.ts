import type { LayersModel } from '@tensorflow/tfjs-node';
import { z } from 'zod';
import type { LongWork } from '../common/progress';
import type { Seed } from '../common/random';
import type { Digits } from '../dataset/digits';
import { combinations, steps } from '../imaging/steps';
import { evaluate } from '../model/evaluate';
import { type GroupedSums, groupSums, middle, resampledMeans } from './bootstrap';
import { leaveOneOut, oneAtATime, shapley } from './shapley';

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

/** What a model made of the pictures under each of the 64 combinations, group by group. */
export interface Played {
  direction: Direction;
  /** Pictures read right and summed losses: column `c` of combination `c`, in the order of `combinations()`. */
  right: GroupedSums;
  losses: GroupedSums;
}

/**
 * Reads the pictures under every combination of steps with one model.
 *
 * @param sets the pictures of each of the 64 combinations, in the order of `combinations()`
 * @param groups the sheet of each picture, or the picture itself where there are no sheets
 */
export async function playAll(
  direction: Direction,
  model: LayersModel,
  sets: (combination: number) => Digits,
  groups: readonly string[],
  { onProgress, signal }: LongWork = {},
): Promise<Played> {
  const total = combinations().length;
  const right: Uint8Array[] = [];
  const losses: Float32Array[] = [];
  for (let c = 0; c < total; c++) {
    signal?.throwIfAborted();
    const evaluation = await evaluate(model, sets(c), { signal });
    right.push(evaluation.right);
    losses.push(evaluation.losses);
    onProgress?.({ task: `every combination of steps, ${direction}`, done: c + 1, total });
  }
  return { direction, right: groupSums(groups, right), losses: groupSums(groups, losses) };
}

/** How an attribution is made. */
export interface AttributeOptions {
  /** Where the way would end if the steps were all there is. */
  target: number;
  /** Resamples for the intervals (default 1,000). */
  replicates?: number;
  seed: Seed;
}

/**
 * Splits a gap among the steps: exact Shapley values over all 64 combinations, their 95 % intervals over
 * resampled groups, and each step alone and left out beside them, so that interactions show.
 */
export function attribute(
  played: Played,
  metric: Metric,
  { target, replicates = 1000, seed }: AttributeOptions,
): Attribution {
  const sums = metric === 'accuracy' ? played.right : played.losses;
  const total = sums.counts.reduce((all, n) => all + n, 0);
  const game = sums.sums.map((column) => column.reduce((all, value) => all + value, 0) / total);
  const values = shapley(game);
  const [alone, leftOut] = [oneAtATime(game), leaveOneOut(game)];
  const resampled = Array.from(resampledMeans(sums, replicates, seed), shapley);
  const [none, all] = [game[0], game[game.length - 1]];
  return {
    direction: played.direction,
    metric,
    none,
    all,
    target,
    gap: all - none,
    residual: target - all,
    shares: steps.map((step, i) => ({
      step,
      value: values[i],
      ...middle(resampled.map((replicate) => replicate[i])),
      alone: alone[i],
      leftOut: leftOut[i],
    })),
  };
}

/** The step with the largest share of a gap: the most gained where accuracy rises, the most lost where loss falls. */
export function largestShare({ gap, shares }: Attribution): Share {
  const towards = Math.sign(gap) || 1;
  return shares.reduce((best, share) => (towards * share.value > towards * best.value ? share : best));
}
