import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-node';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { writeKeras } from '../../src/model/keras/write';
import { evaluateMnist } from '../../src/model/read-mnist';

/** A digit is told by the two rows that are bright, which is enough for the models below. */
const { test } = vi.hoisted(() => {
  const labels = Uint8Array.from({ length: 40 }, (_, n) => n % 10);
  const images = new Uint8Array(40 * 784);
  labels.forEach((label, n) => {
    images.fill(255, 784 * n + 56 * label, 784 * n + 56 * (label + 1));
  });
  return { test: { images, labels, scale: 1 / 255 } };
});
vi.mock('../../src/dataset/mnist', () => ({
  loadMnist: async () => ({ train: test, test, source: { kind: 'files', where: 'a test' } }),
}));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkdrift-'));
});
afterAll(() => rm(folder, { recursive: true }));

/**
 * A model of a file that sums each digit's rows after `factor · pixel + offset`, and takes what it then sees as
 * nothing (less than 20 in all) for a three.
 */
async function reader(name: string, factor: number, offset: number): Promise<string> {
  const model = tf.sequential();
  model.add(tf.layers.dense({ inputShape: [784], units: 10, name: 'rows' }));
  const rows = Float32Array.from({ length: 7840 }, (_, i) =>
    Math.floor(Math.floor(i / 10) / 56) === i % 10 ? factor : 0,
  );
  const bias = Float32Array.from({ length: 10 }, (_, k) => 56 * offset + (k === 3 ? 20 : 0));
  model.layers[0].setWeights([tf.tensor(rows, [784, 10]), tf.tensor(bias)]);
  const path = join(folder, `${name}.h5`);
  await writeKeras(model, path);
  return path;
}

it("reads MNIST with a stranger's file, pixels 0-1 unless told otherwise, and says what it is", async () => {
  const model = await reader('plain', 1, 0);
  const [about, hint] = [vi.fn(), vi.fn()];
  const report = await evaluateMnist({ model, onModel: about, onHint: hint });
  expect(report).toMatchObject({ model, data: 'mnist', range: '0-1', count: 40, accuracy: 1 });
  expect(report.loss).toBeLessThan(1e-3);
  expect(report.confusion.map((row, digit) => row[digit])).toEqual(new Array(10).fill(4));
  expect(about).toHaveBeenCalledWith(expect.stringMatching(/saved by Keras 2.*without a model card/));
  expect(hint).not.toHaveBeenCalled();
  await expect(evaluateMnist({ model, range: '0-9' as '0-1' })).rejects.toThrow('--range is 0-1 or 0-255');
});

it.each([
  ['0-255', 1 / 255, 0, /from 0 to 255: .* 100.0 % of the first 40 right \(--range 0-255/],
  ['inverted', -1, 1, /ink dark: .*Rescaling\(-1, 1\)/],
])('hints at another feeding where a model reads badly: %s', async (name, factor, offset, message) => {
  const model = await reader(name, factor, offset);
  const hint = vi.fn();
  const report = await evaluateMnist({ model, onHint: hint });
  expect(report.range).toBe('0-1');
  expect(report.accuracy).toBeLessThan(0.2);
  expect(hint).toHaveBeenCalledWith(expect.stringMatching(message));
  if (name !== '0-255') return;
  expect(await evaluateMnist({ model, range: '0-255' })).toMatchObject({ range: '0-255', accuracy: 1 });
});
