import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digitCnn } from '../../src/model/cnn';
import { evaluate } from '../../src/model/evaluate';
import type { ModelMetadata } from '../../src/model/metadata';
import { loadModel, saveModel } from '../../src/model/storage';
import { readWeights } from '../../src/model/weights';
import { formulaDigits } from './formula';

const metadata: ModelMetadata = {
  name: 'mnist',
  data: 'mnist',
  pipeline: 'mnist',
  scale: 1 / 255,
  dataHash: '0123456789abcdef',
  epochs: 1,
  seed: 3,
  batchSize: 32,
  trainer: 'fit',
  seconds: 12.5,
  history: [{ loss: 1, accuracy: 0.5, val_loss: 0.9, val_accuracy: 0.6 }],
  created: '2026-01-01T00:00:00.000Z',
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkdrift-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a saved model', () => {
  it('comes back with its weights, its metadata and the same answers', async () => {
    const model = digitCnn(5);
    await saveModel(model, join(folder, 'mnist'), metadata);
    const loaded = await loadModel(join(folder, 'mnist'));
    expect(loaded.metadata).toEqual(metadata);
    expect(readWeights(loaded.model)).toEqual(readWeights(model));
    const digits = formulaDigits(40);
    expect(await evaluate(loaded.model, digits)).toEqual(await evaluate(model, digits));
  });

  it('takes the place of an older one and leaves nothing else behind', async () => {
    await saveModel(digitCnn(1), folder, metadata);
    await saveModel(digitCnn(2), folder, { ...metadata, seed: 2 });
    const files = (await readdir(folder)).sort();
    expect(files).toEqual(['model.json', expect.stringMatching(/^weights-[0-9a-f]{16}\.bin$/)]);
    const { model, metadata: found } = await loadModel(folder);
    expect(found.seed).toBe(2);
    expect(readWeights(model)).toEqual(readWeights(digitCnn(2)));
  });

  it('stays the old one when the new weights were written but not its model.json', async () => {
    await saveModel(digitCnn(1), folder, metadata);
    const old = await readFile(join(folder, 'model.json'));
    const [oldWeights] = (await readdir(folder)).filter((name) => name.endsWith('.bin'));
    const bytes = await readFile(join(folder, oldWeights));
    await saveModel(digitCnn(2), folder, metadata);
    await writeFile(join(folder, 'model.json'), old);
    await writeFile(join(folder, oldWeights), bytes);
    expect(readWeights((await loadModel(folder)).model)).toEqual(readWeights(digitCnn(1)));
  });

  it('is missed with a word on what makes it', async () => {
    await expect(loadModel(join(folder, 'none'))).rejects.toThrow(
      /no model in .*none: npm start .*04-training/,
    );
  });

  it('is refused when damaged', async () => {
    await saveModel(digitCnn(1), folder, metadata);
    const json = await readFile(join(folder, 'model.json'), 'utf8');
    const [name] = (await readdir(folder)).filter((file) => file.endsWith('.bin'));
    const path = join(folder, name);
    const bytes = await readFile(path);

    await truncate(path, 1000);
    await expect(loadModel(folder)).rejects.toThrow(`${name} should have 900136 bytes but has 1000`);
    bytes[500] ^= 1;
    await writeFile(path, bytes);
    await expect(loadModel(folder)).rejects.toThrow('has changed since it was written');
    await rm(path);
    await expect(loadModel(folder)).rejects.toThrow(`${name} is missing`);
    await writeFile(join(folder, 'model.json'), json.slice(0, 200));
    await expect(loadModel(folder)).rejects.toThrow('is damaged (model.json');
    await writeFile(join(folder, 'model.json'), json.replace('"mnist"', '12'));
    await expect(loadModel(folder)).rejects.toThrow(/model\.json, userDefinedMetadata/);
  });

  it('reads no weights from outside its folder', async () => {
    await saveModel(digitCnn(1), join(folder, 'a'), metadata);
    const path = join(folder, 'a', 'model.json');
    const json = await readFile(path, 'utf8');
    await writeFile(path, json.replace(/weights-\w+\.bin/, '../../etc/passwd'));
    await expect(loadModel(join(folder, 'a'))).rejects.toThrow('passwd is missing');
  });
});
