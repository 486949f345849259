import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/common/errors';
import { random } from '../../../src/common/random';
import { digitCnn } from '../../../src/model/cnn';
import { readHdf5 } from '../../../src/model/keras/hdf5';
import { modelOf } from '../../../src/model/keras/read';
import { treeOf, writeKeras } from '../../../src/model/keras/write';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkdrift-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What is said of a file; undefined where it is read. */
async function wordOn(bytes: Uint8Array): Promise<string | undefined> {
  try {
    modelOf(await readHdf5(bytes, 'model_weights', 'some.h5'), 'some.h5').model.dispose();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  }
}

type Hdf5File = InstanceType<typeof import('h5wasm')['File']>;

/** A file that HDF5's library itself writes, with what `fill` puts under the weights. */
async function crafted(fill: (file: Hdf5File) => void): Promise<Uint8Array> {
  const { default: h5wasm } = await import('h5wasm');
  const { FS, activate_throwing_error_handler: quiet } = await h5wasm.ready;
  quiet();
  const file = new h5wasm.File('crafted.h5', 'w');
  file.create_group('model_weights');
  fill(file);
  file.close();
  return Uint8Array.from(FS.readFile('crafted.h5'));
}

describe('a file made to harm', () => {
  it.each<[string, (file: Hdf5File) => void, RegExp]>([
    [
      'groups that hold themselves',
      (file) => file.create_soft_link('/model_weights', 'model_weights/again'),
      /can't be read as a Keras model/,
    ],
    [
      'a link to a file of the disk',
      (file) => file.create_external_link('/etc/hostname', '/', 'model_weights/out'),
      /leads nowhere or out of the file/,
    ],
    [
      'a link out of the folder',
      (file) => file.create_external_link('../other.h5', '/', 'model_weights/out'),
      /leads nowhere or out of the file/,
    ],
    [
      'an array of 2⁴⁰ numbers',
      (file) => {
        const data = new Float32Array(4);
        const array = { data, shape: [4], dtype: '<f', maxshape: [2 ** 41], chunks: [4] };
        file.create_dataset({ name: 'model_weights/w', ...array }).resize([2 ** 40]);
      },
      /declared as 1099511627776: more than \d+ numbers/,
    ],
    [
      'a config of brackets alone',
      (file) => file.create_attribute('model_config', '['.repeat(50_000)),
      /nested more than 100 deep/,
    ],
  ])('is refused in one line: %s', async (_, fill, message) => {
    const word = await wordOn(await crafted(fill));
    expect(word).toMatch(message);
    expect(word).not.toContain('\n');
  });

  it('asks for no more than a layer may give', () => {
    const tree = treeOf(digitCnn(1));
    const root = tree.attributes[''];
    root.model_config = String(root.model_config).replace('"padding":"valid"', '"padding":"same"');
    expect(() => modelOf(tree, 'some.h5')).toThrow(/some\.h5: the layer .* should have a kernel of/);
    const padding = { class_name: 'ZeroPadding2D', config: { name: 'z', padding: 900_000 } };
    root.model_config = String(root.model_config).replace(
      '{"class_name":"Conv2D"',
      `${JSON.stringify(padding)},{"class_name":"Conv2D"`,
    );
    expect(() => modelOf(tree, 'some.h5')).toThrow(/layer z .* would give 1800028×1800028×1 outputs/);
  });
});

it('ends in a model or in one line, whatever was flipped or cut off', async () => {
  const path = join(folder, 'whole.h5');
  await writeKeras(digitCnn(1), path);
  const whole = await readFile(path);
  const stream = random(1, 'damage');
  for (let i = 0; i < 12; i++) {
    const bytes = Uint8Array.from(i % 3 === 0 ? whole.subarray(0, stream.integer(whole.length)) : whole);
    // Most of what HDF5 keeps for itself, and the config, lies at the beginning.
    for (let k = 0; k < 5; k++)
      bytes[stream.integer(Math.min(bytes.length, 12_000))] ^= 1 << stream.integer(8);
    expect((await wordOn(bytes)) ?? '').not.toContain('\n');
  }
});

it('keeps the file that stands where another one can not be written', async () => {
  const place = join(folder, 'kept');
  await mkdir(join(place, 'model.h5'), { recursive: true });
  await writeFile(join(place, 'model.h5', 'old'), 'old');
  // A folder that isn't empty can't be replaced: the write fails at its last step, the whole file beside it.
  await expect(writeKeras(digitCnn(1), join(place, 'model.h5'))).rejects.toThrow();
  expect(await readdir(place)).toEqual(['model.h5']);
  expect(await readFile(join(place, 'model.h5', 'old'), 'utf8')).toBe('old');
});
