import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importFolder } from '../../src/capture';
import { readLabels } from '../../src/capture/labels';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'inkdrift-labels-'));
});
afterEach(() => rm(root, { recursive: true }));

const list = (name: string, text: string) => writeFile(join(root, name), text);

describe('readLabels', () => {
  it.each([
    ['labels.csv', 'file,label\r\na.jpg,3\r\n"b, c.png",0\r\n'],
    ['labels.csv', '\uFEFFa.jpg;3\n\n"b, c.png";0'],
    ['labels.csv', 'a.jpg,"3"\n"b, c.png"\t0\n'],
    ['labels.json', '{"a.jpg": 3, "b, c.png": "0"}'],
    ['labels.json', '[{"name": "a.jpg", "label": 3}, {"name": "b, c.png", "label": 0}]'],
  ])('reads %s with %j', async (name, text) => {
    await list(name, text);
    expect(await readLabels(root)).toEqual([
      { name: 'a.jpg', label: 3 },
      { name: 'b, c.png', label: 0 },
    ]);
  });

  it.each([
    ['labels.csv', 'a.jpg,10', 'line 1'],
    ['labels.csv', 'name,label\na.jpg,3\n../b.jpg,3', 'line 3'],
    ['labels.csv', 'a.jpg,3\na.jpg,3', 'second time'],
    ['labels.csv', 'a.jpg', 'expected name,label'],
    ['labels.json', '{', 'not JSON'],
    ['labels.json', '[{"name": "/etc/passwd", "label": 3}]', '/etc/passwd'],
    ['labels.json', '[7]', 'entry 1'],
  ])('refuses %s with %j', async (name, text, said) => {
    await list(name, text);
    await expect(readLabels(root)).rejects.toThrow(said);
  });

  it('gives nothing where there is no list', async () => {
    expect(await readLabels(root)).toBeUndefined();
  });
});

describe('importFolder with a list of labels', () => {
  it('takes the photos named, AVIF too, leaves them as they are, and refuses those that are missing', async () => {
    const from = join(root, 'flat');
    await mkdir(from);
    const create = { width: 40, height: 30, channels: 3 as const, background: '#777' };
    await sharp({ create }).jpeg().withMetadata({ orientation: 6 }).toFile(join(from, 'a.jpg'));
    await sharp({ create }).avif({ effort: 0 }).toFile(join(from, 'b.avif'));
    await writeFile(join(from, 'labels.csv'), 'a.jpg,3\nb.avif,8\ngone.jpg,1\n');
    const before = await readFile(join(from, 'a.jpg'));
    const { mtimeMs } = await stat(join(from, 'a.jpg'));

    const { shots, refused } = await importFolder({ from, folder: join(root, 'custom') });
    expect(shots.map(({ label, file }) => [label, file.split('.')[1]])).toEqual([
      [3, 'jpg'],
      [8, 'avif'],
    ]);
    // Upright by its EXIF turn, but copied byte for byte.
    expect(shots[0]).toMatchObject({ width: 30, height: 40 });
    expect(await readFile(join(root, 'custom', shots[0].file))).toEqual(before);
    expect(await readFile(join(from, 'a.jpg'))).toEqual(before);
    expect((await stat(join(from, 'a.jpg'))).mtimeMs).toBe(mtimeMs);
    expect(refused.map(({ file }) => file)).toEqual(['gone.jpg']);
  });
});
