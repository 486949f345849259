import { expect, test } from 'vitest';
import { measureBeat } from '../../src/capture/beat-report';
import type { Shot } from '../../src/capture/shot';

function shot(sheet: string, milliseconds: number): Shot {
  return {
    id: `${sheet}-${milliseconds}`,
    file: `photos/0/${sheet}-${milliseconds}.jpg`,
    sha256: '0'.repeat(64),
    label: 0,
    sheet,
    session: 'test',
    writer: 'w',
    device: 'test',
    time: new Date(1_700_000_000_000 + milliseconds).toISOString(),
    width: 640,
    height: 480,
    flags: [],
  };
}

test('shots on the beat have no error', () => {
  expect(measureBeat([0, 200, 400, 600].map((time) => shot('a', time)))).toEqual({
    due: 200,
    intervals: 3,
    medianError: 0,
    jitter: 0,
  });
});

test('an error is a distance from the due time, so one late shot does not make the next one late', () => {
  // Due at 200, 400 and 600: 30 late, on time, 10 early.
  const { medianError } = measureBeat([0, 230, 400, 590].map((time) => shot('a', time)));
  expect(medianError).toBe(10);
});

test('the pause between two sheets is no interval', () => {
  const shots = [shot('a', 0), shot('a', 200), shot('b', 9000), shot('b', 9204)];
  expect(measureBeat(shots)).toEqual({ due: 200, intervals: 2, medianError: 2, jitter: 2 });
});

test('photos without a beat have no intervals', () => {
  expect(measureBeat([shot('a', 0), shot('b', 50)])).toEqual({
    due: 200,
    intervals: 0,
    medianError: 0,
    jitter: 0,
  });
});

test('a burst that was taken up later begins anew', () => {
  const shots = [shot('a', 0), shot('a', 200), shot('a', 90_000), shot('a', 90_203)];
  expect(measureBeat(shots)).toMatchObject({ intervals: 2, medianError: 1.5 });
});
