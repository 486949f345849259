import { describe, expect, it } from 'vitest';
import { chooseNearest, missingFrames } from '../../src/capture/nearest';

function choose(times: number[], count: number): { shot: number; at: number; off: number }[] {
  const choice = chooseNearest<null>(times[0], 200, count);
  return times
    .flatMap((at) => choice.offer({ at, item: null }))
    .map(({ shot, at, off }) => ({ shot, at, off }));
}

describe('chooseNearest', () => {
  it('takes the frame closest to each due time, before or after it', () => {
    expect(choose([0, 66, 133, 190, 260, 330, 405, 470], 3)).toEqual([
      { shot: 0, at: 0, off: 0 },
      { shot: 1, at: 190, off: -10 },
      { shot: 2, at: 405, off: 5 },
    ]);
  });

  it('never adds errors up: a late frame leaves the next due time where it was', () => {
    expect(choose([0, 290, 400, 600], 4).map(({ off }) => off)).toEqual([0, 90, 0, 0]);
  });

  it('takes no frame twice, and whatever comes for due times already past', () => {
    const chosen = choose([0, 1000, 1010, 1020, 1030], 4);
    expect(chosen.map(({ at }) => at)).toEqual([0, 1000, 1010, 1020]);
    expect(chosen.map(({ shot }) => shot)).toEqual([0, 1, 2, 3]);
  });
});

describe('missingFrames', () => {
  it('counts the frames that gaps stand for and no jitter', () => {
    expect(missingFrames([0, 33, 67, 100, 130, 170, 200])).toBe(0);
    expect(missingFrames([0, 33, 67, 167, 200, 233, 300])).toBe(3);
    expect(missingFrames([0, 500])).toBe(0);
  });
});
