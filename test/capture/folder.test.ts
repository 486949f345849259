import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importFolder, readManifest } from '../../src/capture';
import { sha256 } from '../../src/common/files';

let root: string;
let from: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'inkdrift-import-'));
  from = join(root, 'my photos');
  folder = join(root, 'custom');
  for (const label of [0, 7]) await mkdir(join(from, String(label)), { recursive: true });
});
afterEach(() => rm(root, { recursive: true }));

const picture = (grey: number) =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: { r: grey, g: grey, b: grey } } });
const put = (name: string, content: string | Buffer) => writeFile(join(from, name), content);

describe('importFolder', () => {
  it('takes JPEG, PNG and WebP under their digit, unaltered, whatever the ending', async () => {
    const jpeg = await picture(10).jpeg().toBuffer();
    await put('0/a.JPEG', jpeg);
    await put('0/b.png', await picture(20).png().toBuffer());
    await put('7/c.jpg', await picture(30).webp().toBuffer());
    const { shots, taken, refused, session } = await importFolder({ from, folder });
    expect(refused).toEqual([]);
    expect(taken).toBe(3);
    expect(shots.map(({ label, file }) => [label, file.split('.')[1]])).toEqual([
      [0, 'jpg'],
      [0, 'png'],
      [7, 'webp'],
    ]);
    expect(session).toMatch(/^folder-my-photos-[0-9a-f]{6}$/);
    expect(shots[0]).toMatchObject({ device: 'folder', width: 40, height: 30, sha256: sha256(jpeg) });
    expect(await readFile(join(folder, shots[0].file))).toEqual(jpeg);
    expect(await readManifest(folder)).toEqual(shots);
  });

  it('imports the same bytes once', async () => {
    const photo = await picture(10).png().toBuffer();
    await put('0/a.png', photo);
    await put('0/copy.png', photo);
    expect(await importFolder({ from, folder })).toMatchObject({ taken: 1 });
    await put('7/new.png', await picture(99).png().toBuffer());
    const again = await importFolder({ from, folder });
    expect(again).toMatchObject({ taken: 1 });
    expect(again.shots).toHaveLength(2);
  });

  it('refuses what is damaged or no photo, says why, and goes on', async () => {
    const noise = Buffer.from(Uint8Array.from({ length: 60 * 60 * 3 }, (_, i) => (i * i * 31) % 256));
    const jpeg = await sharp(noise, { raw: { width: 60, height: 60, channels: 3 } })
      .jpeg()
      .toBuffer();
    await put('0/cut.jpg', jpeg.subarray(0, jpeg.length / 2));
    await put('0/empty.jpg', '');
    await put('0/text.png', 'not a picture');
    await put('0/drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await put('0/animation.gif', await picture(1).gif().toBuffer());
    await put('0/.DS_Store', 'passed over');
    await mkdir(join(from, '7', 'folder.jpg'));
    await put('7/whole.jpg', jpeg);
    const { refused, taken } = await importFolder({ from, folder });
    expect(taken).toBe(1);
    expect(refused.map(({ file }) => file)).toEqual([
      '0/animation.gif',
      '0/cut.jpg',
      '0/drawing.svg',
      '0/empty.jpg',
      '0/text.png',
      '7/folder.jpg',
    ]);
    for (const { reason } of refused) expect(reason).toMatch(/^[^\n]{3,120}$/);
  });

  it('gives hostile names no way out', async () => {
    const names = [
      '$(touch pwned).jpg',
      '; rm -rf x.jpg',
      '"quote\' `tick`.jpg',
      'né\u202egpj.jpg',
      '%2f..%2f..%2fx.jpg',
      'new\nline.jpg',
    ];
    for (const [i, name] of names.entries()) await put(join('0', name), await picture(i).jpeg().toBuffer());
    const { shots, refused } = await importFolder({ from, folder });
    expect(refused).toEqual([]);
    expect(shots).toHaveLength(names.length);
    for (const { file, sheet } of shots) expect(file + sheet).toMatch(/^[\w./-]+$/);
  });

  it('keeps the shots of one sheet together where the names say so', async () => {
    const names = ['page_1.png', 'page_2.png', 'other_1.png', 'IMG_0001.png', 'IMG_0002.png', 'plain.png'];
    for (const [i, name] of names.entries())
      await put(
        `0/${name}`,
        await picture(10 * i)
          .png()
          .toBuffer(),
      );
    await put('7/page_1.png', await picture(200).png().toBuffer());
    const { shots } = await importFolder({ from, folder });
    const counts = new Map<string, number>();
    for (const { sheet } of shots) counts.set(sheet, (counts.get(sheet) ?? 0) + 1);
    expect([...counts.values()].sort()).toEqual([1, 1, 1, 1, 1, 2]);
  });

  it('gives the size of a photo turned by its EXIF mark upright', async () => {
    await put('0/turned.jpg', await picture(50).withMetadata({ orientation: 6 }).jpeg().toBuffer());
    const { shots } = await importFolder({ from, folder });
    expect(shots[0]).toMatchObject({ width: 30, height: 40 });
  });

  it('tells two folders of the same name apart', async () => {
    await put('0/a.png', await picture(10).png().toBuffer());
    await cp(from, join(root, 'elsewhere', 'my photos'), { recursive: true });
    const a = await importFolder({ from, folder });
    const b = await importFolder({ from: join(root, 'elsewhere', 'my photos'), folder });
    expect(b.session).not.toBe(a.session);
    expect(b.shots).toHaveLength(1);
  });

  it('refuses a folder without digits', async () => {
    await expect(importFolder({ from: root, folder })).rejects.toThrow('folders named 0 to 9');
    await expect(importFolder({ from: join(root, 'nowhere'), folder })).rejects.toThrow('nowhere');
  });
});
