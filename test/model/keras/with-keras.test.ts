import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository } from '../../../src/common/workspace';
import { digitCnn } from '../../../src/model/cnn';
import { trainer } from '../../../src/model/default-trainer';
import { evaluate } from '../../../src/model/evaluate';
import { adamStateIn } from '../../../src/model/keras/optimizer-state';
import { readKeras } from '../../../src/model/keras/read';
import { writeKeras } from '../../../src/model/keras/write';
import { readWeights } from '../../../src/model/weights';
import { kerasPredict } from '../../bench/models/keras-predict';
import { formulaDigits } from '../formula';

const python = join(
  repository,
  '.venv-bench',
  process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python',
);

// Keras comes with npm run models:check or npm run bench:train; without it the fixtures stand for it.
describe.skipIf(!existsSync(python))('what is written here', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inkdrift-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('predicts the same in Keras for 1,000 digits, and what Keras saves of it reads back exactly', async () => {
    const model = digitCnn(5);
    const [file, save] = [join(folder, 'ours.h5'), join(folder, 'theirs.h5')];
    await writeKeras(model, file);
    const digits = formulaDigits(1000);
    const { scale } = digits;
    const jobs = [
      { file, scale, save },
      { file: save, scale },
    ];
    const [ours, theirs] = await kerasPredict(python, jobs, digits);
    const { probabilities } = await evaluate(model, digits);
    expect(largestDifference(probabilities, ours.outputs)).toBeLessThan(1e-6);
    expect(readWeights((await readKeras(save)).model)).toEqual(readWeights(model));
    // Keras 3 has one remark on every compiled .h5 file: no more is said of this one than of its own.
    expect(ours.said).toEqual(theirs.said);
    expect(ours.said.length).toBeLessThanOrEqual(1);
  }, 120_000);

  it('is trained on in Keras as it would have been here', async () => {
    const digits = formulaDigits(32);
    const [file, weights, checkpoint] = ['trained.h5', 'weights', 'checkpoint'].map((n) => join(folder, n));
    const settings = { batchSize: 32, seed: 1 };
    const [once, twice] = [digitCnn(5), digitCnn(5)];
    await trainer.train(once, digits, digits, { ...settings, epochs: 1, checkpoint });
    const adam = await adamStateIn(checkpoint, once);
    expect(adam?.steps).toBe(1);
    await writeKeras(once, file, { adam });
    await trainer.train(twice, digits, digits, { ...settings, epochs: 2 });

    const labels = [...digits.labels];
    const [keras] = await kerasPredict(python, [{ file, scale: digits.scale, labels, weights }], digits);
    expect(keras.accuracy).toBeCloseTo((await evaluate(once, digits)).accuracy, 6);
    const theirs = new Float32Array(Uint8Array.from(await readFile(weights)).buffer);
    const ours = Float32Array.from(readWeights(twice).flatMap((values) => [...values]));
    expect(largestDifference(ours, theirs)).toBeLessThan(1e-5);
    // One step moves weights by up to Adam's rate of 0.001: without the state they would be elsewhere.
    const before = Float32Array.from(readWeights(once).flatMap((values) => [...values]));
    expect(largestDifference(ours, before)).toBeGreaterThan(1e-4);
  }, 120_000);
});

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}
