import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../src/common/errors';
import { random } from '../../src/common/random';
import { openPhoto } from '../../src/imaging/open';
import { jpeg, page } from './drawn';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photos-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('opening a photo', () => {
  it.each(['jpeg', 'png', 'webp', 'tiff', 'gif'] as const)('reads %s', async (format) => {
    const photo = await openPhoto(
      await sharp(page({ width: 120, height: 80 }))
        .toFormat(format)
        .toBuffer(),
    );
    expect([photo.width, photo.height, photo.pixels.length]).toEqual([120, 80, 9600]);
    expect(photo.pixels[0]).toBeGreaterThan(210);
  });

  it('weighs red, green and blue as the eye does', async () => {
    const solid = (background: string) =>
      sharp({ create: { width: 4, height: 4, channels: 3, background } })
        .png()
        .toBuffer();
    const [red, green, blue] = await Promise.all(
      ['#f00', '#0f0', '#00f'].map(async (colour) => (await openPhoto(await solid(colour))).pixels[0]),
    );
    expect(green).toBeGreaterThan(red);
    expect(red).toBeGreaterThan(blue);
  });

  it('turns a photo upright as its EXIF orientation says', async () => {
    const upright = await openPhoto(await jpeg({ width: 200, height: 120 }));
    const lying = await sharp(page({ width: 200, height: 120 }))
      .rotate(-90)
      .jpeg({ quality: 85 })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const turned = await openPhoto(lying);
    expect([turned.width, turned.height]).toEqual([200, 120]);
    let difference = 0;
    for (let i = 0; i < turned.pixels.length; i++)
      difference += Math.abs(turned.pixels[i] - upright.pixels[i]);
    expect(difference / turned.pixels.length).toBeLessThan(3);
  });

  it('takes what is transparent for white paper', async () => {
    const clear = await sharp(page({ paper: 'none', ink: '#000' }))
      .png()
      .toBuffer();
    const { pixels } = await openPhoto(clear);
    expect(pixels[0]).toBe(255);
    expect(pixels.includes(0)).toBe(true);
  });

  it('takes what is transparent for black paper where the ink is white', async () => {
    const clear = await sharp(page({ paper: 'none', ink: '#fff' }))
      .png()
      .toBuffer();
    const { pixels } = await openPhoto(clear);
    expect(pixels[0]).toBe(0);
    expect(pixels.includes(255)).toBe(true);
  });

  it('brings 16 bits down to 8', async () => {
    const deep = await sharp(page({ width: 60, height: 60, paper: '#808080', digits: [] }))
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect((await openPhoto(deep)).pixels[0]).toBeCloseTo(128, -0.5);
  });

  it('shrinks a large photo while it decodes it', async () => {
    const photo = await openPhoto(await jpeg({ width: 3000, height: 2000 }), { longest: 1000 });
    expect([photo.width, photo.height]).toEqual([1000, 667]);
  });

  it('keeps a single row of pixels', async () => {
    const row = await sharp({ create: { width: 50, height: 1, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    expect((await openPhoto(row)).height).toBe(1);
  });
});

describe('a photo that cannot be read', () => {
  const refusal = async (path: string): Promise<string> => {
    const error = await openPhoto(path).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  };

  it('is named when it is missing', async () => {
    expect(await refusal(join(folder, 'gone.jpg'))).toMatch(/no photo at .*gone\.jpg/);
  });

  it('is named when it is empty', async () => {
    expect(await refusal(await file('empty.jpg', ''))).toMatch(/^empty\.jpg is empty \(0 bytes\)/);
  });

  it('is named when it is a text by the name of a photo', async () => {
    expect(await refusal(await file('notes.jpg', 'a shopping list'))).toMatch(/^notes\.jpg is no picture/);
  });

  it('is named when it is a drawing, which may read other files', async () => {
    expect(await refusal(await file('drawing.png', page({})))).toMatch(/^drawing\.png is svg/);
  });

  it('is named when it is cut short', async () => {
    const whole = await jpeg({});
    expect(await refusal(await file('half.jpg', whole.subarray(0, whole.length / 2)))).toMatch(
      /^half\.jpg is damaged or cut short/,
    );
  });

  it('is named when it is a folder', async () => {
    expect(await refusal(folder)).toContain(folder);
  });

  it('is named when its header promises more pixels than any camera has', async () => {
    const png = await sharp(page({ width: 30, height: 30 }))
      .png()
      .toBuffer();
    png.writeUInt32BE(60_000, 16);
    png.writeUInt32BE(60_000, 20);
    expect(await refusal(await file('bomb.png', png))).toMatch(/^bomb\.png /);
  });

  it('is refused or read, and never crashes, wherever its bytes are damaged', async () => {
    const whole = await jpeg({ width: 320, height: 240 });
    const stream = random(5, 'damage');
    let refused = 0;
    for (let k = 0; k < 60; k++) {
      const damaged = Buffer.from(whole);
      for (let hit = 0; hit <= stream.integer(20); hit++)
        damaged[stream.integer(damaged.length)] = stream.integer(256);
      await openPhoto(damaged).catch((error: unknown) => {
        expect(error).toBeInstanceOf(UserError);
        refused++;
      });
    }
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(60);
  });
});
