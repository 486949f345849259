import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sha256 } from '../../../src/common/files';
import type { Digits } from '../../../src/dataset/digits';
import { loadTrained, modelName, runTraining } from '../../../src/model/experiment';
import { openModel } from '../../../src/model/keras/open';
import { modelFiles } from '../../../src/model/keras/trained';
import { loadModel } from '../../../src/model/storage';
import { readWeights } from '../../../src/model/weights';
import { formulaDigits } from '../formula';

let workspace: string;
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'inkdrift-'));
  vi.stubEnv('INKDRIFT_WORKSPACE', workspace);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(workspace, { recursive: true });
});

it('each training leaves the same model as a Keras file, which is what is loaded and listed', async () => {
  const trainings = [
    ['custom', 'as-shot', 1, 'custom_mnist_model.h5'],
    ['custom', 'mnist', 1 / 255, 'custom_mnist_model_harmonised.h5'],
    ['mnist', 'mnist', 1 / 255, 'mnist_model.h5'],
  ] as const;
  for (const [set, pipeline, scale, file] of trainings) {
    await expect(modelFiles()).rejects.toThrow(/no model in .*04-training/);
    const digits: Digits = formulaDigits(64, scale);
    const data = { train: digits, validation: digits };
    const source = `a formula, ${file}`;
    await runTraining({
      model: set,
      pipeline,
      data,
      source,
      epochs: 1,
      batchSize: 32,
      seed: 1,
      fresh: false,
    });
    const { model, about, ...card } = await openModel(join(workspace, 'models', file));
    expect(card).toEqual({ pipeline, scale });
    expect(about).toContain(`${modelName(set, pipeline)}: trained on ${source}`);
    const native = await loadModel(join(workspace, 'models', modelName(set, pipeline)));
    expect(readWeights(model)).toEqual(readWeights(native.model));
    expect(readWeights(await loadTrained(set, pipeline, digits))).toEqual(readWeights(native.model));
  }

  const files = await modelFiles();
  expect(files.map(({ file }) => file)).toEqual(trainings.map(([, , , file]) => file));
  for (const { file, bytes, sha256: hash } of files) {
    const content = await readFile(join(workspace, 'models', file));
    expect([bytes, hash]).toEqual([content.length, sha256(content)]);
  }

  const [shot, , mnist] = files.map(({ file }) => join(workspace, 'models', file));
  await copyFile(mnist, shot);
  await expect(loadTrained('custom', 'as-shot', formulaDigits(64, 1))).rejects.toThrow(
    /another model .*04-training again/,
  );
}, 60_000);
