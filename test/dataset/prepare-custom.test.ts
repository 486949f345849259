import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sha256 } from '../../src/common/files';
import { balance } from '../../src/dataset/balance';
import type { BalancedSet } from '../../src/dataset/balanced-set';
import { digitsHash } from '../../src/dataset/digits-hash';
import { type Custom, prepareCustom, prepareCustomAll } from '../../src/dataset/prepare-custom';
import { randomSplit } from '../../src/dataset/random-split';
import { openPhoto } from '../../src/imaging/open';
import { prepare } from '../../src/imaging/pipeline';
import { pipeline, type Step } from '../../src/imaging/steps';
import { photo, photograph } from './shots';

vi.mock('../../src/imaging/open', { spy: true });

const asShot = pipeline('as-shot');
const recipe = pipeline('mnist');

let root: string;
let folder: string;
let set: BalancedSet;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'inkdrift-prepare-'));
  folder = join(root, 'data', 'custom');
  vi.stubEnv('INKDRIFT_WORKSPACE', root);
  await photograph(folder, 3, 2);
  set = await balance({ perClass: 5 });
  vi.mocked(openPhoto).mockClear();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

const opened = (): number => vi.mocked(openPhoto).mock.calls.length;
const hashes = ({ train, validation }: Custom): string[] => [digitsHash(train), digitsHash(validation)];
const kept = (): Promise<string[]> => readdir(join(folder, 'prepared'));

describe('prepareCustom', () => {
  it('prepares every photo beside its own label, whether it is refused or not', async () => {
    const custom = await prepareCustom(set, recipe);
    expect(custom.train.labels.length).toBe(40);
    expect(custom.validation.labels.length).toBe(10);
    expect([...custom.train.labels]).toEqual(set.train.map((item) => item.label));
    expect(custom.trainItems.map((item) => item.id)).toEqual(set.train.map((item) => item.id));
    expect([custom.train.scale, custom.steps.length]).toEqual([1 / 255, 6]);
    for (const i of [0, 17, 39]) {
      const { image } = prepare(await openPhoto(join(folder, set.train[i].file)), recipe);
      expect(custom.train.images.subarray(i * 784, (i + 1) * 784)).toEqual(image);
    }
  });

  it('opens each photo once for both pipelines, and not again', async () => {
    const first = await prepareCustom(set, asShot);
    expect(opened()).toBe(50);
    expect(first.train.scale).toBe(1);
    const second = await prepareCustom(set, recipe);
    const again = await prepareCustom(set, asShot);
    expect(opened()).toBe(50);
    expect(hashes(again)).toEqual(hashes(first));
    expect(digitsHash(second.train)).not.toBe(digitsHash(first.train));
    expect((await kept()).length).toBe(2);
  });

  it('serves a random split of the same photos, and feeds them unscaled, from what is kept', async () => {
    await prepareCustom(set, recipe);
    await prepareCustom(randomSplit(set), recipe);
    const unscaled = new Set<Step>([...recipe].filter((step) => step !== 'scale'));
    expect((await prepareCustom(set, unscaled)).train.scale).toBe(1);
    expect(opened()).toBe(50);
  });

  it('gives the same through any number of lanes', async () => {
    const [one] = await prepareCustomAll(set, [recipe], { concurrency: 1 });
    await rm(join(folder, 'prepared'), { recursive: true });
    const [many] = await prepareCustomAll(set, [recipe], { concurrency: 16 });
    expect(hashes(many)).toEqual(hashes(one));
  });

  it('takes up where it was stopped, with the same result', async () => {
    const whole = hashes(await prepareCustom(set, recipe));
    await rm(join(folder, 'prepared'), { recursive: true });
    vi.mocked(openPhoto).mockClear();
    const controller = new AbortController();
    const stopped = prepareCustom(set, recipe, {
      signal: controller.signal,
      onProgress: ({ done, total }) => {
        expect([done <= total, total]).toEqual([true, 50]);
        controller.abort(new Error('enough'));
      },
    });
    await expect(stopped).rejects.toThrow('enough');
    expect(opened()).toBe(32);
    expect(hashes(await prepareCustom(set, recipe))).toEqual(whole);
    expect(opened()).toBe(50);
  });

  it('names a photo that is missing, changed or damaged, before and after it was prepared', async () => {
    const path = join(folder, set.train[7].file);
    const bytes = await readFile(path);
    for (const when of ['before', 'after']) {
      await rm(path);
      await expect(prepareCustom(set, recipe), when).rejects.toThrow(
        `${path} is missing: put the original back`,
      );
      await writeFile(path, await photo(1000));
      await expect(prepareCustom(set, recipe), when).rejects.toThrow(
        /isn't the photo that was taken: expected the sha256/,
      );
      await writeFile(path, bytes.subarray(0, 60));
      await expect(prepareCustom(set, recipe), when).rejects.toThrow(path);
      await writeFile(path, bytes);
      await prepareCustom(set, recipe);
    }
  });

  it('takes a copied photo with another time for the same', async () => {
    await prepareCustom(set, recipe);
    await utimes(join(folder, set.train[0].file), 1000, 1000);
    await prepareCustom(set, recipe);
    expect(opened()).toBe(50);
  });

  it('prepares anew what was damaged on the disk, and drops what an older recipe left', async () => {
    const whole = hashes(await prepareCustom(set, recipe));
    const names = await kept();
    const path = join(folder, 'prepared', names.find((name) => name.includes('polarity')) ?? '');
    const bytes = await readFile(path);
    bytes[bytes.length - 5] ^= 1;
    await writeFile(path, bytes);
    const old = path.replace(/[0-9a-f]{12}\.bin$/, '0123456789ab.bin');
    await writeFile(old, 'of an older recipe');
    expect(hashes(await prepareCustom(set, recipe))).toEqual(whole);
    expect(opened()).toBe(100);
    expect((await kept()).sort()).toEqual([...names].sort());
  });

  /** The set with other bytes in the place of its first photo, as if they had been taken. */
  async function withFirst(bytes: Buffer): Promise<BalancedSet> {
    const [first, ...rest] = set.train;
    await writeFile(join(folder, first.file), bytes);
    return { ...set, train: [{ ...first, sha256: sha256(bytes) }, ...rest] };
  }

  it('counts and names a photo without a digit, and leaves it in', async () => {
    const blank = await sharp(Buffer.alloc(64 * 48, 210), { raw: { width: 64, height: 48, channels: 1 } })
      .png()
      .toBuffer();
    const { refused, train } = await prepareCustom(await withFirst(blank), asShot);
    const [{ id, file }] = set.train;
    expect(refused.find((one) => one.id === id)).toEqual({
      id,
      file,
      reason: expect.stringMatching(/digit/),
    });
    expect(train.labels.length).toBe(40);
    expect([...train.images.subarray(0, 784)]).toEqual(new Array(784).fill(210));
  });

  it('names a photo that was taken whole but is no picture', async () => {
    const broken = await withFirst(Buffer.from('not a picture'));
    await expect(prepareCustom(broken, recipe)).rejects.toThrow(
      `${join(folder, set.train[0].file)} is no picture`,
    );
  });
});
