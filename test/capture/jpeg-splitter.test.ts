import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { jpegSplitter } from '../../src/capture/jpeg-splitter';

const noise = Buffer.from(Uint8Array.from({ length: 64 * 48 * 3 }, (_, i) => (i * i * 31 + i) % 256));
const encode = (progressive: boolean, quality: number): Promise<Buffer> =>
  sharp(noise, { raw: { width: 64, height: 48, channels: 3 } })
    .jpeg({ progressive, quality })
    .toBuffer();

describe('jpegSplitter', () => {
  it('cuts pictures, baseline and progressive, however the bytes come', async () => {
    const pictures = [await encode(false, 90), await encode(true, 95), await encode(false, 30)];
    const all = Buffer.concat([Buffer.from('junk'), ...pictures]);
    for (const size of [1, 2, 3, 7, 1000, all.length]) {
      const split = jpegSplitter();
      const found: Buffer[] = [];
      for (let at = 0; at < all.length; at += size) found.push(...split(all.subarray(at, at + size)));
      expect(found).toEqual(pictures);
    }
  });

  it('goes on behind a damaged picture', async () => {
    const good = await encode(false, 80);
    const split = jpegSplitter();
    expect(split(Buffer.concat([Buffer.from([0xff, 0xd8, 0x12, 0x00, 0x34, 0x01]), good]))).toEqual([good]);
  });
});
