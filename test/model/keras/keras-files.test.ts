import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { LayersModel } from '@tensorflow/tfjs-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Digits } from '../../../src/dataset/digits';
import { modelOf, readKeras } from '../../../src/model/keras/read';
import { readDigits } from '../../../src/model/keras/scores';
import { treeOf } from '../../../src/model/keras/write';
import { readWeights } from '../../../src/model/weights';
import keras2ChannelsFirst from '../../fixtures/keras/keras2-channels-first.json';
import keras2Dense from '../../fixtures/keras/keras2-dense.json';
import keras2Half from '../../fixtures/keras/keras2-half.json';
import keras2Nested from '../../fixtures/keras/keras2-nested.json';
import keras2Sequential from '../../fixtures/keras/keras2-sequential.json';
import keras3Functional from '../../fixtures/keras/keras3-functional.json';
import keras3Nested from '../../fixtures/keras/keras3-nested.json';
import keras3Sequential from '../../fixtures/keras/keras3-sequential.json';
import keras22List from '../../fixtures/keras/keras22-list.json';

// Made by real Keras: the commands stand in test/fixtures/keras/make.py.
const fixtures = {
  keras2Dense,
  keras2Sequential,
  keras3Functional,
  keras3Sequential,
  keras22List,
  keras2Nested,
  keras3Nested,
  keras2ChannelsFirst,
  keras2Half,
};

const digits: Digits = {
  images: Uint8Array.from({ length: 8 * 784 }, (_, at) => 7 * (at % 784) * (Math.floor(at / 784) + 3)),
  labels: Uint8Array.from({ length: 8 }, (_, n) => n),
  scale: 1 / 255,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkdrift-'));
});
afterAll(() => rm(folder, { recursive: true }));

const layerNames = (model: LayersModel) => model.layers.slice(1).map(({ name }) => name);

describe('a file that Keras saved', () => {
  it.each(Object.entries(fixtures))('predicts here as there: %s', async (name, fixture) => {
    const path = join(folder, `${name}.h5`);
    await writeFile(path, gunzipSync(Buffer.from(fixture.h5, 'base64')));
    const { model, card } = await readKeras(path);
    expect(card).toBeUndefined();
    expect(model.inputs[0].shape.slice(1)).toEqual(fixture.input);
    const { probabilities } = await readDigits(model, digits);
    const theirs = fixture.outputs.flat();
    const difference = Math.max(...theirs.map((p, i) => Math.abs(p - probabilities[i])));
    expect(difference).toBeLessThan(1e-6);

    // What would be written of it is the same model, to the bit; that HDF5 keeps it is tested beside this.
    const again = modelOf(treeOf(model), path);
    expect(layerNames(again.model)).toEqual(layerNames(model));
    expect(readWeights(again.model)).toEqual(readWeights(model));
    expect((await readDigits(again.model, digits)).probabilities).toEqual(probabilities);
  });
});
