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
}

/**
 * Measures a session's beat from the times in its manifest: shot k of a sheet is due at its first shot's time plus
 * k × 0.2 s. Photos of a folder, which nobody took to a beat, have sheets of one shot and so no intervals.
 */
export function measureBeat(shots: readonly Shot[]): BeatReport {
  const sheets = new Map<string, number[]>();
  for (const { sheet, time } of shots) sheets.set(sheet, [...(sheets.get(sheet) ?? []), Date.parse(time)]);
  const errors: number[] = [];
  for (const times of sheets.values()) {
    times.sort((a, b) => a - b);
    for (let k = 1; k < times.length; k++) errors.push(Math.abs(times[k] - times[0] - k * interval));
  }
  return { due: interval, intervals: errors.length, medianError: median(errors) };
}

function median(values: number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
