import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { beat } from '../../src/capture/beat';

describe('beat', () => {
  it('is due at t0 + k × interval, so that lateness doesn’t add up', async () => {
    const start = performance.now();
    const times: number[] = [];
    for await (const { tick } of beat(5, 60)) {
      times.push(performance.now() - start);
      // Each shot takes most of the interval: waiting after it would end at 540 ms.
      if (tick < 4) await sleep(45);
    }
    expect(times[4]).toBeGreaterThanOrEqual(239);
    expect(times[4]).toBeLessThan(400);
  });

  it('says how late a beat is', async () => {
    const late: number[] = [];
    for await (const tick of beat(3, 10)) {
      late.push(tick.late);
      await sleep(50);
    }
    expect(late[0]).toBeLessThan(20);
    expect(late[2]).toBeGreaterThan(60);
  });

  it('stops at once when it is aborted', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('stopped')), 30);
    const start = performance.now();
    const run = async () => {
      for await (const _ of beat(3, 5000, stop.signal));
    };
    await expect(run()).rejects.toThrow('stopped');
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
