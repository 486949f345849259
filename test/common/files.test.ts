import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UserError } from '../../src/common/errors';
import { explainWrite, readIfThere, sha256, writeWhole } from '../../src/common/files';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkdrift-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a file is written with the folders that lead to it, and nothing is left beside it', async () => {
  const path = join(folder, 'a', 'b', 'c.txt');
  await writeWhole(path, 'ink');
  expect(await readFile(path, 'utf8')).toBe('ink');
  expect(await readdir(join(folder, 'a', 'b'))).toEqual(['c.txt']);
});

test('a write that fails leaves what stood there, and no temporary file', async () => {
  const path = join(folder, 'kept');
  await writeWhole(join(path, 'inside'), 'x');
  await expect(writeWhole(path, 'a file where a folder is')).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['kept']);
  expect(await readdir(path)).toEqual(['inside']);
});

test('a file in the place of a folder is an error, and that file stays', async () => {
  await writeFile(join(folder, 'file'), 'mine');
  await expect(writeWhole(join(folder, 'file', 'below'), 'x')).rejects.toThrow();
  expect(await readFile(join(folder, 'file'), 'utf8')).toBe('mine');
});

test('a full disk is told in words, with what to do', () => {
  const error = explainWrite('photo.jpg', Object.assign(new Error('write'), { code: 'ENOSPC' }));
  expect(error).toBeInstanceOf(UserError);
  expect(error.message).toBe(
    'no space left on the disk to write photo.jpg: free some and run the same again',
  );
});

test('a file that is not there reads as undefined', async () => {
  expect(await readIfThere(join(folder, 'none'))).toBeUndefined();
});

test('sha256 gives the published value for "abc"', () => {
  // FIPS 180-2, appendix B.1.
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
