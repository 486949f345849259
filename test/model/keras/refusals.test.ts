import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/common/errors';
import { digitCnn } from '../../../src/model/cnn';
import { cardOf } from '../../../src/model/keras/card';
import { type Hdf5Tree, readHdf5, writeHdf5 } from '../../../src/model/keras/hdf5';
import { modelOf, readKeras } from '../../../src/model/keras/read';
import { treeOf, writeKeras } from '../../../src/model/keras/write';
import type { ModelMetadata } from '../../../src/model/metadata';
import { readWeights } from '../../../src/model/weights';

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

const cnn = digitCnn(5);
let folder: string;
let whole: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkdrift-'));
  const path = join(folder, 'whole.h5');
  await writeKeras(cnn, path, { card: cardOf(cnn, metadata) });
  whole = await readFile(path);
});
afterAll(() => rm(folder, { recursive: true }));

async function refusal(bytes: Uint8Array): Promise<string> {
  const path = join(folder, 'bad.h5');
  await writeFile(path, bytes);
  const error = await readKeras(path).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

/** What is said of the CNN's file with one thing changed in it. */
function refusalOf(change: (tree: Hdf5Tree) => void): string {
  const tree = treeOf(cnn, { card: cardOf(cnn, metadata) });
  change(tree);
  try {
    modelOf(tree, 'some.h5');
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  }
  throw new Error('it was not refused');
}

function configured(change: (config: string) => string): (tree: Hdf5Tree) => void {
  return (tree) => {
    const root = tree.attributes[''];
    root.model_config = change(String(root.model_config));
  };
}

it('comes back whole with its weights and its card', async () => {
  const { model, card } = await readKeras(join(folder, 'whole.h5'));
  expect(readWeights(model)).toEqual(readWeights(cnn));
  expect(card).toMatchObject(metadata);
});

describe('what is no model is refused with a word on it', () => {
  it('where nothing or something else is there', async () => {
    await expect(readKeras(join(folder, 'none.h5'))).rejects.toThrow(/there is no file .*none\.h5/);
    await expect(readKeras(folder)).rejects.toThrow(/is no file/);
    expect(await refusal(Buffer.alloc(0))).toMatch(/is empty/);
    expect(await refusal(Buffer.from('a text about models'))).toMatch(/no HDF5 file/);
    await mkdir(join(folder, 'saved'));
    await writeFile(join(folder, 'saved', 'saved_model.pb'), '');
    await expect(readKeras(join(folder, 'saved'))).rejects.toThrow(/is a SavedModel folder: .*model\.save/);
  });

  it.each([
    ['PK\x03\x04..metadata.json..model.weights.h5..', /\.keras archive.*model\.save/],
    ['PK\x03\x04..archive/data.pkl..', /PyTorch/],
    ['PK\x03\x04..model.h5..', /zip archive.*unpack/],
    ['\x1f\x8b\x08\x00', /gzip.*gunzip/],
    ['\n<!DOCTYPE html>\n<html lang="en">', /web page.*download the file itself/],
    ['version https://git-lfs.github.com/spec/v1\noid sha256:00', /git lfs pull/],
    ['\x1c\0\0\0TFL3', /TensorFlow Lite/],
    ['{"class_name": "Sequential"}', /JSON.*no weights/],
  ])('where it is another kind of file: %j', async (content, message) => {
    expect(await refusal(Buffer.from(content, 'latin1'))).toMatch(message);
  });

  it.each([8, 100, 2000, 20_000, 500_000])('where it was cut after %i bytes', async (length) => {
    expect(await refusal(whole.subarray(0, length))).toMatch(/bad\.h5 .*damaged/);
  });

  it('where weights changed after it was written', async () => {
    const bytes = Buffer.from(whole);
    const first = Buffer.from(readWeights(cnn)[4].slice(1000, 1008).buffer);
    bytes[bytes.indexOf(first)] ^= 1;
    expect(await refusal(bytes)).toMatch(/weights aren't those of its model card/);
  });

  it('where HDF5 holds something else, or weights alone', async () => {
    expect(await refusal(await writeHdf5({ attributes: { '': { title: 'x' } }, arrays: {} }))).toMatch(
      /no Keras model/,
    );
    expect(
      await refusal(await writeHdf5({ attributes: { '': { layer_names: ['a', 'b'] } }, arrays: {} })),
    ).toMatch(/weights alone/);
  });

  it('where its config is no JSON, or no config', () => {
    expect(refusalOf(configured((text) => text.slice(0, 300)))).toMatch(/isn't JSON/);
    expect(refusalOf(configured(() => '[]'))).toMatch(/isn't Keras'/);
    expect(refusalOf(configured((text) => text.replace('"Sequential"', '"Ensemble"')))).toMatch(/Ensemble/);
  });

  it('where a layer is unknown, by its name', () => {
    const message = refusalOf(
      configured((text) => text.replace('"class_name":"Flatten"', '"class_name":"LSTM"')),
    );
    expect(message).toMatch(/the layer flatten \(LSTM\)/);
  });

  it('in one line, whatever a name in it would do to a terminal', async () => {
    const tree = treeOf(cnn);
    configured((text) => text.replace('"class_name":"Flatten"', '"class_name":"\\u001b[2J\\n\\u0007Lost"'))(
      tree,
    );
    const message = await refusal(await writeHdf5(tree));
    expect(message).toMatch(/the layer flatten \( \[2J Lost\) is of a kind/);
  });

  it('where the declared shapes are enormous or not those of the weights', () => {
    expect(refusalOf(configured((text) => text.replace('"units":128', '"units":500000')))).toMatch(
      /the layer dense \(Dense\) should have a kernel of 1600×500000/,
    );
    expect(refusalOf(configured((text) => text.replace('"units":128', '"units":1e300')))).toMatch(/units/);
    expect(refusalOf(configured((text) => text.replace('28,28,1', '99999,99999,1')))).toMatch(
      /99999×99999×1/,
    );
  });

  it('where weights are missing, or no numbers', () => {
    const group = 'model_weights/dense_1';
    expect(refusalOf((tree) => delete tree.attributes[group])).toMatch(/dense_1 .* 2 weights .* has 0/);
    expect(
      refusalOf((tree) => {
        tree.arrays[`${group}/dense_1/bias:0`].values = new Float32Array(10).fill(Number.NaN);
      }),
    ).toMatch(/dense_1 .*NaN among its bias/);
    expect(
      refusalOf((tree) => {
        tree.attributes[group].weight_names = ['../../../etc/passwd', '__proto__'];
      }),
    ).toMatch(/has 0/);
  });
});

it('gives back what it wrote, whatever the texts in it', async () => {
  const tree: Hdf5Tree = {
    attributes: { '': { long: 'ü'.repeat(100_000) }, g: { names: ['a', 'bcd', 'é'], none: [] } },
    arrays: { 'g/x/y': { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) } },
  };
  const { attributes, arrays } = await readHdf5(await writeHdf5(tree), 'g', 'it');
  expect(attributes).toMatchObject(tree.attributes);
  expect(arrays).toEqual(tree.arrays);
});
