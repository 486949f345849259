import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Digits } from '../../../src/dataset/digits';
import { loadTrained, modelName, runTraining } from '../../../src/model/experiment';
import { openModel } from '../../../src/model/keras/open';
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

it.each([
  ['custom', 'as-shot', 1, 'custom_mnist_model.h5'],
  ['custom', 'mnist', 1 / 255, 'custom_mnist_model_harmonised.h5'],
  ['mnist', 'mnist', 1 / 255, 'mnist_model.h5'],
] as const)(
  'a training on %s, prepared %s, leaves the same model as a Keras file',
  async (set, pipeline, scale, file) => {
    const digits: Digits = formulaDigits(64, scale);
    const data = { train: digits, validation: digits };
    await runTraining({ model: set, pipeline, data, epochs: 1, batchSize: 32, seed: 1, fresh: false });
    const { model, about, ...card } = await openModel(join(workspace, 'models', file));
    expect(card).toEqual({ pipeline, scale });
    expect(about).toContain(modelName(set, pipeline));
    const native = await loadTrained(set, pipeline, digits);
    expect(readWeights(model)).toEqual(readWeights(native));
  },
);
