/** Something that came at a moment, in milliseconds of the monotonic clock. */
export interface Arrival<T> {
  at: number;
  item: T;
}

/** What became of the frames and the shots of one burst. */
export interface StreamCounts {
  /** Frames that the device should have given by its own rate and didn't. */
  dropped: number;
  /** Shots whose nearest frame came more than 20 ms from their due time. */
  late: number;
}

/**
 * Chooses the frames of a burst from a stream: for each due time the frame that came closest to it.
 *
 * Due times are `start` + k × `interval`; `offer` takes frames in the order they come and gives those chosen, each
 * as soon as the next one proves that it can't come closer. No frame is taken twice, and a due time that is
 * already past gets the next frame there is.
 */
export function chooseNearest<T>(start: number, interval: number, count: number) {
  let last: Arrival<T> | undefined;
  let shot = 0;
  return {
    /** Whether all are chosen. */
    get done(): boolean {
      return shot >= count;
    },
    offer(frame: Arrival<T>): (Arrival<T> & { shot: number; off: number })[] {
      const chosen: (Arrival<T> & { shot: number; off: number })[] = [];
      const take = (one: Arrival<T>): void => {
        chosen.push({ ...one, shot, off: one.at - (start + shot * interval) });
        shot++;
      };
      if (shot < count && frame.at >= start + shot * interval) {
        const due = start + shot * interval;
        if (last && due - last.at < frame.at - due) {
          take(last);
          last = undefined;
          // The frame itself may be the one that the next due time has waited for.
          if (shot < count && frame.at >= start + shot * interval) {
            take(frame);
            return chosen;
          }
        } else {
          take(frame);
          last = undefined;
          return chosen;
        }
      }
      last = frame;
      return chosen;
    },
  };
}

/**
 * Counts the frames missing from a device's stream, from the times at which frames came.
 *
 * A gap of n frame times (the median gap) stands for n - 1 missing frames; n is rounded, so that jitter below
 * half a frame counts for nothing.
 */
export function missingFrames(times: readonly number[]): number {
  const gaps = times.slice(1).map((time, i) => time - times[i]);
  if (gaps.length < 3) return 0;
  const period = [...gaps].sort((a, b) => a - b)[gaps.length >> 1];
  if (period <= 0) return 0;
  return gaps.reduce((sum, gap) => sum + Math.max(Math.round(gap / period) - 1, 0), 0);
}
