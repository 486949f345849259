import { UserError } from '../common/errors';
import type { EpochMetrics } from './trainer';

/** How the learning rate changes from epoch to epoch; within an epoch it stays. */
export type Schedule =
  /** Half a cosine from the full rate in the first epoch towards `final` of it (default: 0) after the last. */
  | { kind: 'cosine'; final?: number }
  /** Times `factor` (default: 0.1) after every so many epochs. */
  | { kind: 'step'; every: number; factor?: number };

/** The rate of an epoch (from 0) as a share of the full one; a `UserError` where the schedule makes no sense. */
export function rateFactor(schedule: Schedule | undefined, epoch: number, epochs: number): number {
  if (!schedule) return 1;
  if (schedule.kind === 'cosine') {
    const { final = 0 } = schedule;
    if (!(final >= 0 && final <= 1))
      throw new UserError(`a cosine's final share should be 0 to 1 but is ${final}`);
    return final + (1 - final) * 0.5 * (1 + Math.cos((Math.PI * epoch) / epochs));
  }
  const { every, factor = 0.1 } = schedule;
  if (!(Number.isInteger(every) && every > 0 && factor > 0)) {
    throw new UserError(
      `a step schedule wants whole epochs and a positive factor but has ${every} and ${factor}`,
    );
  }
  return factor ** Math.floor(epoch / every);
}

/** When to stop before the last epoch. */
export interface EarlyStopping {
  /** Stops after so many epochs in a row without a new best. */
  patience: number;
  /** What the best is judged by (default: `val_loss`). */
  monitor?: 'val_loss' | 'val_accuracy';
  /** By how much a new best must beat the last (default: 0). */
  minDelta?: number;
}

/** The epoch (from 0) with the best validation metric, the first of equals; -1 for none. */
export function bestEpoch(
  history: readonly EpochMetrics[],
  { monitor = 'val_loss', minDelta = 0 }: Partial<EarlyStopping> = {},
): number {
  let best = -1;
  const sign = monitor === 'val_loss' ? -1 : 1;
  history.forEach((metrics, epoch) => {
    if (best < 0 || sign * (metrics[monitor] - history[best][monitor]) > minDelta) best = epoch;
  });
  return best;
}

/** Whether a training with this history has run out of patience. */
export function shouldStop(history: readonly EpochMetrics[], stopping: EarlyStopping | undefined): boolean {
  if (!stopping) return false;
  if (!(Number.isInteger(stopping.patience) && stopping.patience > 0)) {
    throw new UserError(
      `the patience should be a whole number of epochs above 0 but is ${stopping.patience}`,
    );
  }
  return history.length > 0 && history.length - 1 - bestEpoch(history, stopping) >= stopping.patience;
}
