import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readManifest } from '../../src/capture';
import type { Shot } from '../../src/capture/shot';
import { type NewShot, openStore } from '../../src/capture/store';
import { UserError } from '../../src/common/errors';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkdrift-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

const newShot = (id: string, label = 3): NewShot => ({
  photo: Buffer.from(`photo ${id}`),
  shot: {
    id,
    file: `photos/${label}/${id}.jpg`,
    sha256: 'a'.repeat(64),
    label,
    sheet: 's',
    session: 'x',
    writer: 'w',
    device: 'd',
    time: '2026-01-05T09:00:00.000Z',
    width: 4,
    height: 3,
    flags: [],
  },
});

async function filled(...ids: string[]): Promise<Shot[]> {
  const store = await openStore(folder);
  await store.add(ids.map((id) => newShot(id)));
  await store.close();
  return readManifest(folder);
}
const reopen = async () => {
  const store = await openStore(folder);
  await store.close();
  return store;
};

describe('openStore', () => {
  it('writes photos and lines that the manifest gives back', async () => {
    expect(await filled('a', 'b')).toEqual([newShot('a').shot, newShot('b').shot]);
    expect(await readFile(join(folder, 'photos/3/b.jpg'), 'utf8')).toBe('photo b');
  });

  it('sets aside photos that no line names, half-written ones too', async () => {
    await filled('a');
    await writeFile(join(folder, 'photos/3/stray.jpg'), 'stray');
    await writeFile(join(folder, 'photos/3/.b.jpg.1234.tmp'), 'half');
    const { setAside, shots } = await reopen();
    expect(shots).toHaveLength(1);
    expect(setAside.photos.sort()).toEqual(['photos/3/.b.jpg.1234.tmp', 'photos/3/stray.jpg']);
    expect(await readFile(join(folder, 'quarantine/photos/3/stray.jpg'), 'utf8')).toBe('stray');
    expect(await readdir(join(folder, 'photos/3'))).toEqual(['a.jpg']);
  });

  it('overwrites nothing in the quarantine', async () => {
    for (const content of ['one', 'two']) {
      await mkdir(join(folder, 'photos/0'), { recursive: true });
      await writeFile(join(folder, 'photos/0/x.jpg'), content);
      await reopen();
    }
    expect(await readFile(join(folder, 'quarantine/photos/0/x.jpg'), 'utf8')).toBe('one');
    expect(await readFile(join(folder, 'quarantine/photos/0/1-x.jpg'), 'utf8')).toBe('two');
  });

  it('sets aside lines whose photo is gone and an unfinished last line', async () => {
    await filled('a', 'b', 'c');
    await rm(join(folder, 'photos/3/b.jpg'));
    const path = join(folder, 'manifest.jsonl');
    await writeFile(path, `${await readFile(path, 'utf8')}{"id":"d","file":"pho`);
    expect((await readManifest(folder)).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    const { setAside } = await reopen();
    expect(setAside.lines).toEqual([JSON.stringify(newShot('b').shot), '{"id":"d","file":"pho']);
    expect((await readManifest(folder)).map(({ id }) => id)).toEqual(['a', 'c']);
    expect(await readFile(join(folder, 'quarantine/lines.jsonl'), 'utf8')).toContain('"id":"b"');
    expect((await reopen()).setAside).toEqual({ photos: [], lines: [] });
  });

  it('lets one writer in at a time and says who it is', async () => {
    const store = await openStore(folder);
    await expect(openStore(folder)).rejects.toThrow(`process ${process.pid}`);
    await store.close();
    await reopen();
  });

  it('takes over the lock of a process that has ended, and a lock that makes no sense', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '0']);
    for (const content of [
      `{"pid":${pid},"started":"1","id":"x"}`,
      '',
      'nonsense',
      '{"pid":1,"started":"never","id":"x"}',
    ]) {
      await writeFile(join(folder, '.lock'), content);
      await reopen();
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it('frees the folder when the manifest can’t be read', async () => {
    await writeFile(join(folder, 'manifest.jsonl'), 'nonsense\n');
    await expect(openStore(folder)).rejects.toThrow(UserError);
    await rm(join(folder, 'manifest.jsonl'));
    await reopen();
  });

  it('refuses a shot that doesn’t fit the schema before it writes anything', async () => {
    const store = await openStore(folder);
    const bad = newShot('../evil');
    await expect(store.add([bad])).rejects.toThrow();
    await store.close();
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('readManifest', () => {
  const line = (change: object) => `${JSON.stringify({ ...newShot('a').shot, ...change })}\n`;
  const good = line({ id: 'b', file: 'photos/3/b.jpg' });

  it('gives an empty list where there is none', async () => {
    expect(await readManifest(folder)).toEqual([]);
  });

  it.each([
    ['not JSON', 'nonsense\n', 'line 2: not JSON'],
    ['an empty line', '\n', 'line 2: not JSON'],
    ['a wrong label', line({ label: 12 }), 'line 2: label'],
    ['a wrong hash', line({ sha256: 'abc' }), 'line 2: sha256'],
    ['a path that leads elsewhere', line({ file: '../../secret.jpg' }), 'line 2: file'],
    ['another digit’s folder', line({ file: 'photos/4/a.jpg' }), 'line 2: file'],
    ['the same id twice', good, 'line 2: the id b'],
  ])('refuses %s by line', async (_, second, message) => {
    await writeFile(join(folder, 'manifest.jsonl'), good + second);
    await expect(readManifest(folder)).rejects.toThrow(message);
    await expect(readManifest(folder)).rejects.toThrow(UserError);
  });
});
