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
  const tasks = new Map<string, { start: number; base: number; done: number }>();
  let drawn = { task: '', time: Number.NEGATIVE_INFINITY };
  return (update: ProgressUpdate): Pace => {
    const time = now();
    let state = tasks.get(update.task);
    // A count that falls is the same task begun anew.
    if (!state || update.done < state.done) state = { start: time, base: update.done, done: update.done };
    state.done = update.done;
    tasks.set(update.task, state);
    const { start, base } = state;
    const elapsed = time - start;
    const gained = update.done - base;
    const left = gained > 0 && elapsed > 0 ? (elapsed / gained) * (update.total - update.done) : undefined;
    const due = drawn.task !== update.task || update.done >= update.total || time - drawn.time >= interval;
    if (due) drawn = { task: update.task, time };
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
