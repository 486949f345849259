import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readManifest } from '../../src/capture/manifest';
import { importSheets } from '../../src/capture/sheets';
import { openPhoto } from '../../src/imaging/open';
import { prepare } from '../../src/imaging/pipeline';
import { pipeline } from '../../src/imaging/steps';
import { jpeg, type strokes } from '../imaging/drawn';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'inkdrift-sheets-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

function sheet(...rows: (keyof typeof strokes)[][]): Promise<Buffer> {
  const digits = rows.flatMap((row, r) =>
    row.map((digit, c) => ({ digit, x: 70 + 200 * c, y: 60 + 260 * r, high: 150, pen: 9 })),
  );
  return jpeg({ width: 900, height: 560, digits });
}

describe('photos of whole sheets', () => {
  it('come in as their digits, each keeping its sheet and its label', async () => {
    const from = join(root, 'from');
    const folder = join(root, 'custom');
    await mkdir(join(from, '7'), { recursive: true });
    await writeFile(join(from, '7', 'page.jpg'), await sheet(['seven', 'seven', 'seven']));
    await writeFile(join(from, '25_017 Anna.jpg'), await sheet(['two', 'five'], ['zero', 'one', 'seven']));
    await writeFile(join(from, '25_01.jpg'), await sheet(['two', 'five'], ['zero', 'one', 'seven']));
    await writeFile(join(from, 'IMG_0012.jpg'), await sheet(['two']));
    await writeFile(join(from, '12.jpg'), 'no photo');

    const result = await importSheets({ from, folder, writer: 'anna' });
    expect(result.taken).toBe(8);
    expect(result.refused.map(({ file }) => file).sort()).toEqual(['12.jpg', '25_01.jpg', 'IMG_0012.jpg']);
    expect(result.refused.find(({ file }) => file === '25_01.jpg')?.reason).toBe(
      'expected 2, 2 digits in 2 rows, found 2, 3 in 2 rows',
    );

    const shots = await readManifest(folder);
    expect(shots.map(({ label }) => label)).toEqual([2, 5, 0, 1, 7, 7, 7, 7]);
    expect(new Set(shots.map(({ sheet }) => sheet)).size).toBe(2);
    for (const { file } of shots) {
      const photo = await openPhoto(join(folder, file));
      expect(prepare(photo, pipeline('mnist')).refused).toBeUndefined();
    }
    const again = await importSheets({ from, folder, writer: 'anna' });
    expect(again.taken).toBe(0);
    expect(again.shots).toHaveLength(8);
  });

  it('are named one by one with what they show, or listed beside it', async () => {
    const from = join(root, 'from');
    const folder = join(root, 'custom');
    await mkdir(from);
    await writeFile(join(from, 'IMG_1.jpg'), await sheet(['two', 'two'], ['five', 'five', 'five']));
    await writeFile(join(from, 'IMG_2.jpg'), await sheet(['zero', 'one'], ['zero', 'one']));
    await writeFile(join(from, 'IMG_3.jpg'), await sheet(['seven']));
    await writeFile(join(from, 'labels.csv'), 'photo,shows\nIMG_2.jpg,columns-01\nIMG_3.jpg,all sevens\n');

    const one = await importSheets({ from, folder, only: ['IMG_1.jpg'], shows: 'rows-25' });
    expect(one.shots.map(({ label }) => label)).toEqual([2, 2, 5, 5, 5]);
    expect(one.example?.digits.map(({ label }) => label)).toEqual([2, 2, 5, 5, 5]);

    const all = await importSheets({ from, folder });
    expect(all.session).toBe(one.session);
    expect(all.shots.slice(5).map(({ label }) => label)).toEqual([0, 1, 0, 1]);
    const reasons = new Map(all.refused.map(({ file, reason }) => [file, reason]));
    expect(reasons.get('IMG_1.jpg')).toMatch(/^its name doesn't tell what it shows/);
    expect(reasons.get('IMG_3.jpg')).toMatch(/but got "all sevens"$/);

    const other = await importSheets({ from, folder, only: ['IMG_1.jpg', 'gone.jpg'], shows: 'rows-52' });
    expect(other.refused.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/came in before with other digits/),
      'there is no such file',
    ]);
    expect(other.taken).toBe(0);
    await expect(importSheets({ from, folder, shows: 'x' })).rejects.toThrow('"x"');
  });

  it('need a folder that is there', async () => {
    await expect(importSheets({ from: join(root, 'none') })).rejects.toThrow(/there is no folder/);
  });
});
