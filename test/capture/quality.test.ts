import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { simulatedCamera } from '../../src/capture';
import { lookAt } from '../../src/capture/quality';

let photos: Buffer[];
beforeAll(async () => {
  photos = [];
  for await (const { photo } of simulatedCamera({ seed: 3 }).burst({ label: 5, number: 1 }, [0, 1]))
    photos.push(photo);
});

const flagsOf = async (photo: Buffer, before?: Uint8Array) => (await lookAt(photo, before)).flags;

describe('lookAt', () => {
  it('finds nothing wrong with a good photo, nor with the next one of its burst', async () => {
    const first = await lookAt(photos[0]);
    expect(first.flags).toEqual([]);
    expect(await flagsOf(photos[1], first.thumb)).toEqual([]);
  });

  it('sees a photo that repeats the one before', async () => {
    const { thumb } = await lookAt(photos[0]);
    expect(await flagsOf(await sharp(photos[0]).jpeg({ quality: 70 }).toBuffer(), thumb)).toContain(
      'near-duplicate',
    );
  });

  it('sees blur', async () => {
    expect(await flagsOf(await sharp(photos[0]).blur(14).jpeg().toBuffer())).toContain('blurred');
  });

  it('sees paper without ink', async () => {
    const bare = await sharp({
      create: {
        width: 320,
        height: 240,
        channels: 3,
        background: '#d0d0d0',
        noise: { type: 'gaussian', mean: 208, sigma: 4 },
      },
    })
      .jpeg()
      .toBuffer();
    expect(await flagsOf(bare)).toEqual(['no-ink']);
  });

  it('sees over-exposure', async () => {
    expect(await flagsOf(await sharp(photos[0]).linear(1.6, 0).jpeg().toBuffer())).toContain('over-exposed');
  });

  it('sees a digit that the border cuts', async () => {
    const ink =
      '<svg width="320" height="240"><path d="M 60 -40 L 60 120 L 20 90" fill="none" stroke="#222" stroke-width="14"/></svg>';
    const photo = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#c8c8c8' } })
      .composite([{ input: Buffer.from(ink) }])
      .jpeg()
      .toBuffer();
    expect(await flagsOf(photo)).toContain('cut');
  });
});
