import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { random } from '../../src/common/random';
import type { Digits } from '../../src/dataset/digits';
import { cure, fewOfEach } from '../../src/drift/cure';
import { trial } from '../../src/drift/trial';
import { area, side } from '../../src/imaging/image';
import { digitCnn } from '../../src/model/cnn';

/** Pictures told apart by the row that is bright, with some noise. */
function rows(count: number, seed: number): Digits {
  const stream = random(seed, 'rows');
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 10);
  const images = new Uint8Array(count * area).map(() => stream.integer(40));
  labels.forEach((label, i) => {
    images.fill(250, i * area + (2 * label + 4) * side, i * area + (2 * label + 5) * side);
  });
  return { images, labels, scale: 1 / 255 };
}

test('as many of each digit are drawn as asked, all of one that has fewer', () => {
  const labels = [...Array.from({ length: 40 }, (_, i) => i % 10), 3];
  const few = fewOfEach(labels, 2, 1);
  const counts = Array.from({ length: 10 }, (_, label) => few.filter((i) => labels[i] === label).length);
  expect(counts).toEqual(new Array(10).fill(2));
  expect(new Set(few).size).toBe(20);
  expect(fewOfEach([0, 0, 1], 2, 1).sort()).toEqual([0, 1, 2]);
  expect(fewOfEach(labels, 2, 2)).not.toEqual(few);
});

test('tuning is tried on as many photos of each digit as there are, and not said to be tried on more', async () => {
  const outcomes = await mkdtemp(join(tmpdir(), 'inkdrift-cure-'));
  const model = digitCnn(1);
  try {
    const custom = [{ pipeline: 'mnist' as const, train: rows(30, 1), validation: rows(20, 2) }];
    const options = { ks: [1, 3, 50], epochs: 1, seeds: 1, seed: 1, outcomes };
    const { points } = await cure({ model, custom, mnistTest: rows(20, 3), ...options });
    expect(points.map(({ k }) => k)).toEqual([0, 1, 3]);
  } finally {
    model.dispose();
    await rm(outcomes, { recursive: true, force: true });
  }
});

test('a trial is done once, and its outcome taken from then on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inkdrift-trial-'));
  try {
    const train = rows(200, 1);
    const tests = [rows(100, 2)];
    const options = { train, epochs: 4, seed: 1, folder };
    const first = await trial(tests, options);
    expect(first[0]).toBeGreaterThan(0.8);
    const started = performance.now();
    expect(await trial(tests, options)).toEqual(first);
    expect(performance.now() - started).toBeLessThan(200);
    expect(await readdir(folder)).toHaveLength(1);
    await trial(tests, { ...options, epochs: 1 });
    expect(await readdir(folder)).toHaveLength(2);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
