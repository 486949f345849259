import { duration, whole } from '../common/numbers';
import type { ProgressUpdate } from '../common/progress';

/** One update, with the times that follow from those before it. */
export interface Pace extends ProgressUpdate {
  /** Seconds since the task's first update. */
  elapsed: number;
  /** Seconds still to go at the pace so far; undefined until there is a pace. */
  left: number | undefined;
  /** Whether this is worth drawing: the task is new, done, or enough time has passed. */
  due: boolean;
}

/**
 * Follows the updates of long work and tells its pace.
 *
 * What was done before the first update (a resumed run starts half-way) doesn't count towards the pace.
 *
 * @param interval the least time between two drawings, in seconds
 * @param now a clock in seconds, for tests
 */
export function follow(interval: number, now: () => number = () => performance.now() / 1000) {
  let task: string | undefined;
  let start = 0;
  let base = 0;
  let drawn = 0;
  return (update: ProgressUpdate): Pace => {
    const time = now();
    const isNew = update.task !== task;
    if (isNew) {
      task = update.task;
      start = time;
      base = update.done;
    }
    const elapsed = time - start;
    const gained = update.done - base;
    const left = gained > 0 && elapsed > 0 ? (elapsed / gained) * (update.total - update.done) : undefined;
    const due = isNew || update.done >= update.total || time - drawn >= interval;
    if (due) drawn = time;
    return { ...update, elapsed, left, due };
  };
}

/** One line that says how far a task has come: `training mnist: 1,200 of 37,500 (3 %), 4 min 2 s left`. */
export function paceLine(pace: Pace): string {
  const share = pace.total > 0 ? Math.floor((100 * pace.done) / pace.total) : 100;
  const count = `${whole(pace.done)} of ${whole(pace.total)} (${share} %)`;
  const time =
    pace.done >= pace.total
      ? `in ${duration(pace.elapsed)}`
      : pace.left === undefined
        ? ''
        : `${duration(pace.left)} left`;
  return [`${pace.task}: ${count}`, time, pace.detail ?? ''].filter(Boolean).join(', ');
}
