import { setTimeout as sleep } from 'node:timers/promises';
import type { LongWork } from '../common/progress';
import type { Camera, Frame, Sheet } from './camera';
import type { OnShot } from './capture';
import { type Look, lookAt } from './quality';
import type { NewShot } from './store';

/** A frame, and what the checks find in it, which may still be under way. */
export interface Landing {
  frame: Frame;
  look: Promise<{ flags: string[]; thumb?: Look['thumb'] }>;
}

/**
 * Takes a burst, and starts to look at each frame as it lands, so that the beat waits for no check.
 *
 * Where the camera fails or the signal stops it, the frames before that are given all the same, with the failure.
 * `rate` is in shots per second by this machine's clock, where there were two: by the time between shots, or by
 * that of the whole burst where they were made all at once.
 */
export async function burstOf(
  camera: Camera,
  sheet: Sheet,
  shots: readonly number[],
  signal?: AbortSignal,
): Promise<{ frames: Landing[]; rate?: number; failure?: unknown }> {
  const frames: Landing[] = [];
  const start = performance.now();
  let [first, last] = [start, start];
  let before: Landing['look'] = Promise.resolve({ flags: [] });
  try {
    for await (const frame of camera.burst(sheet, shots, signal)) {
      // A picture that can't be read is kept with a flag: what the camera gave is never thrown away.
      before = before.then(({ thumb }) =>
        lookAt(frame.photo, thumb).catch(() => ({ flags: ['unreadable'] })),
      );
      frames.push({ frame, look: before });
      last = performance.now();
      if (frames.length === 1) first = last;
    }
    const each = Math.max((last - first) / (frames.length - 1), (last - start) / frames.length);
    return { frames, rate: frames.length > 1 ? 1000 / each : undefined };
  } catch (failure) {
    return { frames, failure };
  }
}

/** Waits for the checks of a burst and gives its shots, counting each by its digit and telling of it in turn. */
export async function landed(
  frames: readonly Landing[],
  describe: (frame: Frame, flags: string[]) => NewShot,
  counts: number[],
  onShot?: OnShot,
): Promise<NewShot[]> {
  const batch: NewShot[] = [];
  for (const { frame, look } of frames) {
    const { flags } = await look;
    const shot = describe(frame, flags);
    counts[shot.shot.label]++;
    onShot?.(shot.shot, frame.photo, counts);
    batch.push(shot);
  }
  return batch;
}

/**
 * Waits for the next sheet to be held up, and tells the seconds left, behind a remark where there is one. Rejects
 * with the signal's reason.
 */
export async function countDown(
  seconds: number,
  { label, number, rows }: Sheet,
  work: LongWork & { done: number; total: number; remark?: string },
): Promise<void> {
  const { onProgress, signal, done, total, remark } = work;
  const end = performance.now() + 1000 * seconds;
  for (let left = seconds; left > 0; left = (end - performance.now()) / 1000) {
    const what = `${rows ? '' : `digit ${label}, `}sheet ${number + 1}`;
    const detail = `${remark ? `${remark}; ` : ''}${what} in ${Math.ceil(left)} s`;
    onProgress?.({ task: rows ? 'capturing sheets' : 'capturing', done, total, detail });
    await sleep(Math.min(1000 * left, 1000), undefined, { signal }).catch((error: unknown) => {
      throw signal?.aborted ? signal.reason : error;
    });
  }
}
