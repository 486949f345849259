import { expect, test } from 'vitest';
import { follow, paceLine } from '../../src/report/progress';

function clock() {
  const time = { now: 100 };
  return { time, pace: follow(1, () => time.now) };
}

test('the time left follows from the pace so far', () => {
  const { time, pace } = clock();
  pace({ task: 'training', done: 0, total: 100 });
  time.now += 10;
  expect(pace({ task: 'training', done: 20, total: 100 }).left).toBeCloseTo(40);
});

test('what was done before a resumed run does not make it look faster', () => {
  const { time, pace } = clock();
  pace({ task: 'training', done: 80, total: 100 });
  time.now += 10;
  expect(pace({ task: 'training', done: 90, total: 100 }).left).toBeCloseTo(10);
});

test('updates that come too close together are not due, the last one always is', () => {
  const { time, pace } = clock();
  expect(pace({ task: 'a', done: 0, total: 10 }).due).toBe(true);
  time.now += 0.5;
  expect(pace({ task: 'a', done: 1, total: 10 }).due).toBe(false);
  time.now += 0.6;
  expect(pace({ task: 'a', done: 2, total: 10 }).due).toBe(true);
  expect(pace({ task: 'a', done: 10, total: 10 }).due).toBe(true);
});

test('a new task starts its own clock and is due at once', () => {
  const { time, pace } = clock();
  pace({ task: 'a', done: 0, total: 10 });
  time.now += 0.1;
  const now = pace({ task: 'b', done: 0, total: 10 });
  expect(now.due).toBe(true);
  expect(now.elapsed).toBe(0);
});

test('the line says how far, how long still and the detail', () => {
  expect(
    paceLine({
      task: 'training mnist',
      done: 1200,
      total: 37500,
      detail: 'loss 0.1',
      elapsed: 8,
      left: 242,
      due: true,
    }),
  ).toBe('training mnist: 1,200 of 37,500 (3 %), 4 min 2 s left, loss 0.1');
});

test('the line of a finished task says how long it took', () => {
  expect(paceLine({ task: 'capturing', done: 50, total: 50, elapsed: 3.2, left: 0, due: true })).toBe(
    'capturing: 50 of 50 (100 %), in 3.2 s',
  );
});

test('a task that goes on after another keeps its clock', () => {
  const { time, pace } = clock();
  pace({ task: 'preparing', done: 10, total: 100 });
  time.now += 5;
  pace({ task: 'cell', done: 1, total: 2 });
  time.now += 5;
  expect(pace({ task: 'preparing', done: 60, total: 100 }).left).toBeCloseTo(8);
});

test('a task that begins anew gets a new clock', () => {
  const { time, pace } = clock();
  pace({ task: 'training', done: 100, total: 100 });
  time.now += 60;
  expect(pace({ task: 'training', done: 0, total: 100 }).elapsed).toBe(0);
});
