import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/common/errors';
import { type Random, random } from '../../src/common/random';
import { area } from '../../src/imaging/image';
import { openPhoto } from '../../src/imaging/open';
import { prepare } from '../../src/imaging/pipeline';
import { pipeline } from '../../src/imaging/steps';
import { jpeg, page } from './drawn';

const refusals = new Set([undefined, 'no digit', 'more than one digit', 'digit cut at the border']);

/** Photos as cameras and scanners write them: with EXIF, progressive, with alpha, in several formats. */
async function originals(): Promise<Buffer[]> {
  const small = sharp(page({ width: 320, height: 240 })).flatten({ background: '#ddd' });
  return Promise.all([
    jpeg({ width: 320, height: 240 }),
    small.clone().withMetadata({ orientation: 6 }).jpeg({ progressive: true }).toBuffer(),
    small.clone().png().toBuffer(),
    sharp(page({ width: 320, height: 240 }))
      .png({ palette: true })
      .toBuffer(),
    small.clone().webp().toBuffer(),
  ]);
}

const damages = [
  function cut(bytes: Buffer, stream: Random): Buffer {
    return Buffer.from(bytes.subarray(0, stream.integer(bytes.length)));
  },
  function flip(bytes: Buffer, stream: Random): Buffer {
    const damaged = Buffer.from(bytes);
    for (let k = 1 + stream.integer(8); k > 0; k--) {
      damaged[stream.integer(damaged.length)] ^= 1 << stream.integer(8);
    }
    return damaged;
  },
  function overwrite(bytes: Buffer, stream: Random): Buffer {
    const damaged = Buffer.from(bytes);
    // Every other time in the header, where sizes and tables stand.
    const begin = stream.integer(stream.integer(2) === 0 ? 200 : damaged.length);
    const end = Math.min(damaged.length, begin + 1 + stream.integer(200));
    for (let i = begin; i < end; i++) damaged[i] = stream.integer(256);
    return damaged;
  },
];

describe('500 damaged image files', () => {
  it('each end in a refusal that names the file or in a picture, never in a crash', async () => {
    const whole = await originals();
    let [refused, read] = [0, 0];
    for (let i = 0; i < 500; i++) {
      const stream = random(5, 'damaged', i);
      const damage = damages[i % damages.length];
      const bytes = damage(stream.pick(whole), stream);
      const name = `photo-${i}.jpg`;
      try {
        const photo = await openPhoto(bytes, { name });
        expect(photo.pixels.length, damage.name).toBe(photo.width * photo.height);
        const prepared = prepare(photo, pipeline('mnist'));
        expect(prepared.image.length).toBe(area);
        expect(refusals).toContain(prepared.refused);
        read++;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        expect(error.message).toContain(name);
        expect(error.message).not.toContain('\n');
        refused++;
      }
    }
    // Were none of either, the files would not have been damaged, or not been photos.
    expect(refused).toBeGreaterThan(100);
    expect(read).toBeGreaterThan(50);
  }, 60_000);
});
