import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import pl from 'nodejs-polars';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/common/errors';
import { repository } from '../../../src/common/workspace';
import { openSet } from '../../../src/dataset/sets/open-set';
import type { PictureSet } from '../../../src/dataset/sets/picture-set';

// Made by: python test/fixtures/sets/make.py test/fixtures/sets
const fixtures = join(repository, 'test', 'fixtures', 'sets');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkdrift-test-sets-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The pixels of picture `n` of the fixtures. */
function fixture(n: number): number[] {
  return Array.from({ length: 64 }, (_, i) => 10 * n + Math.floor(i / 8) + 8 * (i % 2));
}

const six = [0, 1, 2, 3, 4, 5];

async function picturesOf(set: PictureSet, positions = Array.from({ length: set.count }, (_, i) => i)) {
  const pictures: (number[] | string)[] = [];
  for await (const { picture, refused } of set.open(positions)) {
    pictures.push(picture ? Array.from(picture.pixels) : (refused ?? ''));
  }
  return pictures;
}

/** Bytes in the IDX format. */
function idx(dimensions: number[], values: number[], type = 8): Buffer {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header[2] = type;
  header[3] = dimensions.length;
  for (const [k, n] of dimensions.entries()) header.writeUInt32BE(n, 4 + 4 * k);
  if (type === 8) return Buffer.concat([header, Buffer.from(values)]);
  const body = Buffer.alloc(4 * values.length);
  for (const [k, value] of values.entries()) body.writeInt32BE(value, 4 * k);
  return Buffer.concat([header, body]);
}

async function png(path: string, pixels: number[]): Promise<void> {
  await sharp(Uint8Array.from(pixels), { raw: { width: 8, height: 8, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toFile(path);
}

describe('reads the same pictures and labels', () => {
  it.each([
    ['encoded pictures in Parquet, as Hugging Face lays them out', 'encoded.parquet'],
    ['lists of rows in Parquet', 'rows.parquet'],
    ['a table with headings', 'columns.csv'],
    ["an archive of NumPy's, its parts together", 'keras.npz'],
  ])('from %s', async (_, file) => {
    const set = await openSet(join(fixtures, file));
    expect(set.classes?.map(Number)).toEqual(six);
    expect(await picturesOf(set)).toEqual(six.map(fixture));
  });

  it("from one file of NumPy's in Fortran's order, 0 to 1, its labels as texts in the file beside it", async () => {
    const set = await openSet(join(fixtures, 'test_images.npy'));
    expect(set.classes).toEqual(six.map(String));
    expect(set.notes).toEqual(['pixels of 0 to 1 were stretched to 0 to 255']);
    expect(await picturesOf(set)).toEqual(six.map(fixture));
  });

  it('from one column a pixel and from lists in Parquet, with the sheets where they stand', async () => {
    const labels = pl.Series('label', six, pl.Int64);
    const wide = six.map(fixture);
    const columns = wide[0].map((_, k) =>
      pl.Series(
        `pixel${k}`,
        wide.map((row) => row[k]),
        pl.UInt8,
      ),
    );
    await writeFile(join(folder, 'columns.parquet'), pl.DataFrame([labels, ...columns]).writeParquet());
    const lists = [
      pl.Series('pixels', wide, pl.List(pl.UInt8)),
      labels,
      pl.Series('sheet', ['a', 'a', 'b', 'b', 'c', 'c']),
    ];
    await writeFile(join(folder, 'lists.parquet'), pl.DataFrame(lists).writeParquet());
    const [one, other] = [
      await openSet(join(folder, 'columns.parquet')),
      await openSet(join(folder, 'lists.parquet')),
    ];
    expect(await picturesOf(one)).toEqual(wide);
    expect(await picturesOf(other, [1, 5])).toEqual([wide[1], wide[5]]);
    expect([one.sheets, other.sheets]).toEqual([undefined, ['a', 'a', 'b', 'b', 'c', 'c']]);
  });

  it("from IDX, gzipped, with labels of bytes or of QMNIST's rows", async () => {
    const pictures = gzipSync(idx([6, 8, 8], six.flatMap(fixture)));
    await writeFile(join(folder, 't10k-images-idx3-ubyte.gz'), pictures);
    await writeFile(join(folder, 't10k-labels-idx1-ubyte'), idx([6], six));
    const q = join(folder, 'q');
    await mkdir(q);
    await writeFile(join(q, 'qmnist-test-images-idx3-ubyte.gz'), pictures);
    const rows = six.flatMap((label) => [label, 4, 2600 + label]);
    await writeFile(join(q, 'qmnist-test-labels-idx2-int'), idx([6, 3], rows, 12));
    for (const path of [join(folder, 't10k-images-idx3-ubyte.gz'), q, `${q}:test`]) {
      const set = await openSet(path);
      expect(set.classes).toEqual(six.map(String));
      expect(await picturesOf(set)).toEqual(six.map(fixture));
    }
    await expect(openSet(join(folder, 't10k-labels-idx1-ubyte'))).rejects.toThrow(
      'name the file of the pictures',
    );
  });

  it('from folders by class, a damaged picture refused by name', async () => {
    const here = join(folder, 'png');
    for (const n of six) await mkdir(join(here, String(n)), { recursive: true });
    await mkdir(join(here, '9'));
    for (const n of six) await png(join(here, String(n), 'first.png'), fixture(n));
    await writeFile(join(here, '5', 'second.png'), 'no picture');
    await writeFile(join(here, '5', '._second.png'), 'left by another system');
    const set = await openSet(here);
    expect(set.classes).toEqual(['0', '1', '2', '3', '4', '5', '5']);
    expect(set.notes).toEqual(['no pictures in the folder 9']);
    const pictures = await picturesOf(set);
    expect(pictures.slice(0, 6)).toEqual(six.map(fixture));
    expect(pictures[6]).toMatch(/^second\.png is no picture that can be read/);
  });
});

describe('folders of pictures', () => {
  it('may be split, and one part taken alone', async () => {
    const here = join(folder, 'split');
    for (const part of ['Train', 'test']) {
      await mkdir(join(here, part, '3'), { recursive: true });
      await copyFile(join(folder, 'png', '3', 'first.png'), join(here, part, '3', `${part}.png`));
    }
    const both = await openSet(here);
    expect(both.count).toBe(2);
    expect(both.notes).toEqual(['its parts train and test were taken together']);
    const test = await openSet(`${here}:test`);
    expect([test.count, test.nameOf(0), test.classes]).toEqual([1, '3/test.png', ['3']]);
    await expect(openSet(`${here}:validation`)).rejects.toThrow('has no part validation; it has train, test');
  });

  it('may be flat: with a labels.csv, or without labels', async () => {
    const here = join(folder, 'flat');
    await mkdir(here);
    for (const n of [1, 2]) await png(join(here, `a_${n}.png`), fixture(n));
    const bare = await openSet(here, { bySheet: true });
    expect([bare.count, bare.classes, new Set(bare.sheets).size]).toEqual([2, undefined, 1]);
    await writeFile(join(here, 'labels.csv'), 'name,label\na_2.png,7\n');
    const labelled = await openSet(here);
    expect([labelled.count, labelled.classes]).toEqual([1, ['7']]);
    expect(labelled.notes).toEqual(["1 pictures that labels.csv doesn't name were left out"]);
  });
});

describe('tables', () => {
  it('may hold the label last, counts to 16, and no headings, as the UCI digits', async () => {
    const rows = [5, 6, 0].map((label) =>
      [...new Array(64).fill(0).map((_, k) => (k === 9 ? 16 : k % 3)), label].join(),
    );
    await writeFile(join(folder, 'optdigits.tes'), `${rows.join('\n')}\n`);
    const set = await openSet(join(folder, 'optdigits.tes'));
    expect(set.classes).toEqual(['5', '6', '0']);
    expect((await picturesOf(set, [0]))[0].slice(8, 10)).toEqual([Math.round((255 * 2) / 16), 255]);
  });

  it('may hold -1 to 1 between spaces, as USPS', async () => {
    const rows = [6, 2].map(
      (label) =>
        `${label}.0000 ${new Array(256).fill('-1.0000').fill('0.5000', 0, 9).fill('1', 9, 10).join(' ')} `,
    );
    await writeFile(join(folder, 'zip.train'), rows.join('\n'));
    const set = await openSet(join(folder, 'zip.train'));
    expect(set.classes).toEqual(['6', '2']);
    expect((await picturesOf(set, [1]))[0].slice(8, 11)).toEqual([191, 255, 0]);
  });

  it('are refused by the line that is wrong', async () => {
    await writeFile(join(folder, 'bad.csv'), `${'1,'.repeat(64)}2\n1,2,three`);
    await expect(openSet(join(folder, 'bad.csv'))).rejects.toThrow(
      'bad.csv, line 2: expected a number but got "three"',
    );
    await writeFile(join(folder, 'narrow.csv'), '1,2,3\n');
    await expect(openSet(join(folder, 'narrow.csv'))).rejects.toThrow(
      'has 3 columns: expected the pixels of a square',
    );
  });
});

describe('what is no set of pictures is refused in a line', () => {
  const cases: [string, string, string | Buffer][] = [
    ['a Parquet file that is none', 'bad.parquet', 'hello'],
    ['an archive cut short', 'bad.npz', 'PK'],
    [
      'an array cut short',
      'bad.npy',
      Buffer.from(
        "\x93NUMPY\x01\x00\x46\x00{'descr': '|u1', 'fortran_order': False, 'shape': (9, 8, 8), }          \n",
        'latin1',
      ),
    ],
    ['a file of another kind', 'bad.py', 'print()'],
  ];
  it.each(cases)('%s', async (_, name, content) => {
    const path = join(folder, name);
    await writeFile(path, content);
    const refused = await openSet(path).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UserError);
    expect((refused as UserError).message).toContain(name);
    expect((refused as UserError).message).not.toContain('\n');
  });

  it('nothing at all', async () => {
    await expect(openSet(join(folder, 'nowhere'))).rejects.toThrow('there is nothing at');
    await mkdir(join(folder, 'empty'));
    await expect(openSet(join(folder, 'empty'))).rejects.toThrow(
      'holds no pictures: expected folders named 0 to 9',
    );
  });
});
