import type { LayersModel } from '@tensorflow/tfjs-node';
import type { LongWork } from '../common/progress';
import type { Seed } from '../common/random';
import type { Digits } from '../dataset/digits';
import { combinations, steps } from '../imaging/steps';
import { evaluate } from '../model/evaluate';
import { type GroupedSums, groupSums, middle, resampledMeans } from './bootstrap';
import type { Attribution, Direction, Metric, Share } from './findings';
import { leaveOneOut, oneAtATime, shapley } from './shapley';

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
