import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../src/common/errors';
import { parseIdx, readIdx, sizeOf } from '../../src/dataset/idx';

const small = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);

function changed(at: number, value: number): Uint8Array {
  const bytes = small.slice();
  bytes[at] = value;
  return bytes;
}

describe('parseIdx', () => {
  it('reads dimensions and elements', () => {
    const { dimensions, data } = parseIdx(small, 'small', [2, 3]);
    expect(dimensions).toEqual([2, 3]);
    expect([...data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('reads a view that begins in the middle of a buffer', () => {
    const view = Buffer.concat([Buffer.alloc(5), small]).subarray(5);
    expect([...parseIdx(view, 'view').data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  const bad: [string, Uint8Array, RegExp][] = [
    ['an empty file', new Uint8Array(0), /^a-file: expected an IDX file, got 0 bytes/],
    ['a magic number that begins wrong', changed(0, 1), /magic number 0x00000802, found 0x01000802/],
    ['an unknown element type', changed(2, 0x42), /magic number 0x00000802, found 0x00004202/],
    ['no axes at all', changed(3, 0), /magic number 0x00000802, found 0x00000800/],
    ['another number of axes', changed(3, 1), /magic number 0x00000802, found 0x00000801/],
    ['elements that are floats', changed(2, 13), /type unsigned byte \(0x08\), found float \(0x0d\)/],
    ['a header that ends too soon', small.subarray(0, 9), /header of 12 bytes, the file ends after 9/],
    ['another count', changed(7, 3), /expected 2×3 elements, its header says 3×3/],
    ['too few elements', small.subarray(0, 17), /expected 18 bytes for 2×3 elements, found 17/],
    [
      'too many elements',
      Buffer.concat([small, Buffer.of(7)]),
      /expected 18 bytes for 2×3 elements, found 19/,
    ],
    ['an HTML page', Buffer.from('<html>not found</html>'), /not an IDX file/],
  ];
  it.each(bad)('refuses %s, naming the file and both values', (_what, bytes, message) => {
    expect(() => parseIdx(bytes, 'a-file', [2, 3])).toThrow(UserError);
    expect(() => parseIdx(bytes, 'a-file', [2, 3])).toThrow(message);
  });

  it('takes a length from a hostile header as a number, not as room to make', () => {
    const huge = Uint8Array.of(0, 0, 8, 2, 255, 255, 255, 255, 255, 255, 255, 255, 1);
    expect(() => parseIdx(huge, 'huge')).toThrow(/found 13$/);
  });
});

describe('readIdx', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inkdrift-idx-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function file(name: string, bytes: Uint8Array): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return path;
  }

  it('reads a file plain or gzipped, whatever its name', async () => {
    for (const path of [await file('a.gz', small), await file('b', gzipSync(small))]) {
      expect([...(await readIdx(path, [2, 3])).data]).toEqual([1, 2, 3, 4, 5, 6]);
    }
  });

  it('refuses a gzip that is cut short or damaged', async () => {
    const gz = gzipSync(small);
    await expect(readIdx(await file('cut', gz.subarray(0, gz.length - 9)))).rejects.toThrow(
      /cut: its gzip stream/,
    );
    const hurt = Buffer.from(gz);
    hurt[gz.length - 6] ^= 0xff;
    await expect(readIdx(await file('hurt', hurt))).rejects.toThrow(/hurt: its gzip stream is damaged/);
  });

  it('stops inflating what is longer than it may be', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    await expect(readIdx(await file('bomb', bomb), [2, 3])).rejects.toThrow(/expected 18 bytes uncompressed/);
  });

  it('names a file that is not there', async () => {
    await expect(readIdx(join(folder, 'none'))).rejects.toThrow(/none: no such file/);
  });
});

describe('sizeOf', () => {
  it("is the length of MNIST's files", () => {
    expect(sizeOf([60_000, 28, 28])).toBe(47_040_016);
    expect(sizeOf([10_000])).toBe(10_008);
  });
});
