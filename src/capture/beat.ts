import { setTimeout as sleep } from 'node:timers/promises';

/** A moment of the beat. */
export interface Tick {
  /** Its number, from 0. */
  tick: number;
  /** How many milliseconds after its due time it came. */
  late: number;
}

/**
 * Beats `count` times, due at t0 + k × `interval` milliseconds on the monotonic clock, where t0 is the first.
 *
 * Each wait is reckoned from t0 and not from the beat before, so that lateness never adds up; a beat that is
 * already past comes at once. Rejects with `signal.reason` when it is aborted.
 */
export async function* beat(count: number, interval: number, signal?: AbortSignal): AsyncGenerator<Tick> {
  const start = performance.now();
  for (let tick = 0; tick < count; tick++) {
    signal?.throwIfAborted();
    const due = start + tick * interval;
    const wait = due - performance.now();
    if (wait > 0) {
      await sleep(wait, undefined, { signal }).catch((error: unknown) => {
        throw signal?.aborted ? signal.reason : error;
      });
    }
    yield { tick, late: Math.max(performance.now() - due, 0) };
  }
}
