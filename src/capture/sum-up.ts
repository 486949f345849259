import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Shot } from './shot';

/** What a set of shots amounts to, digit by digit and in all. */
export interface ShotSummary {
  /** Photos of each digit, 0 to 9. */
  photos: number[];
  /** Sheets of each digit. */
  sheets: number[];
  /** Writers of each digit. */
  writers: number[];
  /** Writers in all. */
  allWriters: number;
  /** What the photos take on the disk, in bytes. */
  bytes: number;
}

/** Counts photos, sheets and writers, and the bytes that the photos take in `folder`. */
export async function sumUp(shots: readonly Shot[], folder: string): Promise<ShotSummary> {
  const digits = Array.from({ length: 10 }, (_, label) => shots.filter((shot) => shot.label === label));
  const sizes = await Promise.all(shots.map(async ({ file }) => (await stat(join(folder, file))).size));
  return {
    photos: digits.map((each) => each.length),
    sheets: digits.map((each) => new Set(each.map((shot) => shot.sheet)).size),
    writers: digits.map((each) => new Set(each.map((shot) => shot.writer)).size),
    allWriters: new Set(shots.map((shot) => shot.writer)).size,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}

/** A few shots to look at: `count` sheets of each digit, spread over all of them, the first shot of each. */
export function sampleShots(shots: readonly Shot[], count: number): Shot[] {
  return Array.from({ length: 10 }, (_, label) => {
    const sheets = new Map<string, Shot>();
    for (const shot of shots)
      if (shot.label === label && !sheets.has(shot.sheet)) sheets.set(shot.sheet, shot);
    const all = [...sheets.values()];
    const step = Math.max(1, Math.floor(all.length / count));
    return all.filter((_shot, i) => i % step === 0).slice(0, count);
  }).flat();
}

/** The shots of the first sheet of a digit: one burst. */
export function firstBurst(shots: readonly Shot[], label: number): Shot[] {
  const first = shots.find((shot) => shot.label === label);
  return first ? shots.filter((shot) => shot.sheet === first.sheet) : [];
}
