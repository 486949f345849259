import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { random } from '../../src/common/random';
import type { Digits } from '../../src/dataset/digits';
import { area } from '../../src/imaging/image';
import { type ExperimentOptions, loadTrained, modelName, runTraining } from '../../src/model/experiment';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkdrift-experiment-'));
  vi.stubEnv('INKDRIFT_WORKSPACE', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** `count` noisy pictures of which each digit has its own bright rows. */
function digits(count: number, seed: number): Digits {
  const stream = random(seed, 'digits');
  const images = new Uint8Array(count * area).map(() => stream.integer(60));
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 10);
  labels.forEach((label, i) => {
    images.fill(220, i * area + (2 * label + 4) * 28, i * area + (2 * label + 6) * 28);
  });
  return { images, labels, scale: 1 / 255 };
}

const data = { train: digits(70, 1), validation: digits(20, 2) };
const options: ExperimentOptions = {
  model: 'mnist',
  pipeline: 'mnist',
  data,
  epochs: 3,
  batchSize: 32,
  seed: 1,
  fresh: false,
};

test('a training leaves a model under its name that reads back, and its history', async () => {
  const experiment = await runTraining(options);
  expect(experiment).toMatchObject({
    model: 'mnist',
    pipeline: 'mnist',
    epochs: 3,
    reused: false,
    notes: [],
  });
  expect(experiment.history.loss).toHaveLength(3);
  expect(experiment.history.loss[2]).toBeLessThan(experiment.history.loss[0]);
  expect(await readdir(join(folder, 'models', 'mnist'))).toContain('model.json');
  const model = await loadTrained('mnist', 'mnist', data.train);
  expect(model.countParams()).toBe(225_034);
});

test('the same training again is taken from disk, and done anew when asked to', async () => {
  const first = await runTraining(options);
  const again = await runTraining(options);
  expect(again).toMatchObject({ reused: true, history: first.history, seconds: first.seconds });
  const anew = await runTraining({ ...options, fresh: true });
  expect(anew).toMatchObject({ reused: false, history: first.history });
});

test('an interrupted training goes on from its last whole epoch and ends as if it had never stopped', async () => {
  const stop = new AbortController();
  const interrupted = runTraining({
    ...options,
    signal: stop.signal,
    onProgress: ({ done }) => {
      if (done >= 5) stop.abort(new Error('enough'));
    },
  });
  await expect(interrupted).rejects.toThrow('enough');
  const resumed = await runTraining(options);
  const whole = await runTraining({ ...options, fresh: true });
  expect(resumed.history).toEqual(whole.history);
});

test('other settings are another training and find no checkpoint in their way', async () => {
  await runTraining(options);
  const other = await runTraining({ ...options, epochs: 2, batchSize: 16 });
  expect(other).toMatchObject({ reused: false, epochs: 2 });
});

test('a model that has learnt from other data is refused with what to do', async () => {
  await runTraining(options);
  await expect(loadTrained('mnist', 'mnist', digits(70, 3))).rejects.toThrow(
    'the model mnist has learnt from other data than are there now: run notebooks/04-training again',
  );
});

test('a model that was never trained is named', async () => {
  await expect(loadTrained('custom', 'as-shot', data.train)).rejects.toThrow(
    /there is no model in .*custom_mnist_model\.h5: npm start/,
  );
  expect(modelName('custom', 'as-shot')).toBe('custom-as-shot');
});
