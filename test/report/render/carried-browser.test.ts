import { chmod, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repository } from '../../../src/common/workspace';
import { cacheFolder, carriedBrowser } from '../../../src/report/render/carried-browser';

let folder: string;
let fallback: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkdrift-test-carried-'));
  fallback = join(folder, 'fallback');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

// A file where a folder should be can't be written by anybody, not even by root.
const unwritable = async (): Promise<string> => {
  await writeFile(join(folder, 'file'), '');
  return join(folder, 'file', 'cache');
};

describe.skipIf(process.platform === 'win32')('the carried browser’s folder', () => {
  it('is inside the project', async () => {
    expect(await cacheFolder()).toBe(join(repository, 'node_modules', '.cache', 'inkdrift'));
  });

  it('is one that only this user can open where the project can’t be written', async () => {
    expect(await cacheFolder(await unwritable(), fallback)).toBe(fallback);
    expect((await stat(fallback)).mode & 0o777).toBe(0o700);
    expect(await cacheFolder(await unwritable(), fallback)).toBe(fallback);
  });

  it('is never one that others can write or lead elsewhere', async () => {
    await mkdir(fallback);
    await chmod(fallback, 0o777);
    const open = await cacheFolder(await unwritable(), fallback);
    expect(open).toMatch(/fallback-\w+$/);
    await rm(fallback, { recursive: true });
    await mkdir(join(folder, 'elsewhere'), { mode: 0o700 });
    await symlink('elsewhere', fallback);
    expect(await cacheFolder(await unwritable(), fallback)).toMatch(/fallback-\w+$/);
  });
});

it.skipIf(process.platform !== 'linux' || process.arch !== 'x64')(
  'the carried browser is unpacked whole, with its libraries and fonts, and leaves this process’s variables alone',
  { timeout: 60_000 },
  async () => {
    const before = { ...process.env };
    const carried = await carriedBrowser();
    expect(process.env).toEqual(before);
    expect((await stat(carried?.path ?? '')).mode & 0o100).toBe(0o100);
    const { LD_LIBRARY_PATH, FONTCONFIG_PATH } = carried?.env ?? {};
    expect((await stat(join(FONTCONFIG_PATH, 'fonts.conf'))).size).toBeGreaterThan(100);
    const libraries = LD_LIBRARY_PATH.split(':').at(-1) ?? '';
    expect((await stat(join(libraries, 'libnss3.so'))).isFile()).toBe(true);
  },
);
