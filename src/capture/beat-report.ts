import { interval } from './camera';
import type { Shot } from './shot';

/** How well a session kept its beat. */
export interface BeatReport {
  /** Milliseconds from one shot to the next, as planned. */
  due: number;
  /** Intervals between two shots of the same sheet. */
  intervals: number;
  /** Median distance of a shot from its due time, in milliseconds. */
  medianError: number;
  /** Standard deviation of the intervals, in milliseconds. */
  jitter: number;
}

/** Shots of one sheet further apart than this, in milliseconds, belong to two bursts: a session was taken up. */
const anotherBurst = 10 * interval;

/**
 * Measures a session's beat from the times in its manifest: shot k of a sheet is due at its first shot's time plus
 * k × 0.2 s. Photos of a folder, which nobody took to a beat, have sheets of one shot and so no intervals, and so
 * have the digits cut from one photo of a whole sheet, whose time is one.
 */
export function measureBeat(shots: readonly Shot[]): BeatReport {
  const sheets = new Map<string, Set<number>>();
  for (const { sheet, time } of shots) {
    const times = sheets.get(sheet);
    if (times) times.add(Date.parse(time));
    else sheets.set(sheet, new Set([Date.parse(time)]));
  }
  const errors: number[] = [];
  const gaps: number[] = [];
  for (const moments of sheets.values()) {
    const times = [...moments].sort((a, b) => a - b);
    let first = 0;
    for (let k = 1; k < times.length; k++) {
      const gap = times[k] - times[k - 1];
      if (gap > anotherBurst) {
        first = k;
        continue;
      }
      gaps.push(gap);
      errors.push(Math.abs(times[k] - times[first] - (k - first) * interval));
    }
  }
  return { due: interval, intervals: errors.length, medianError: median(errors), jitter: deviation(gaps) };
}

function median(values: number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function deviation(values: number[]): number {
  if (values.length === 0) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
