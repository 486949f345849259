import sharp from 'sharp';
import { expect, it } from 'vitest';
import { markDigits } from '../../../src/report/notebook/marked-sheet';

it('a marked sheet shows the whole sheet upright, with a frame where each digit was found', async () => {
  // Lying on its side, as a telephone stores it: 600×800 once it is turned.
  const photo = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#ffffff' } })
    .jpeg()
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const place = { x: 100, y: 300, width: 80, height: 120 };
  const marked = await markDigits({ photo, width: 600, height: 800, digits: [{ label: 7, place }] });
  const { data, info } = await sharp(marked).raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 600, height: 800 });
  const blue = (x: number, y: number): number => data[(y * info.width + x) * info.channels + 2];
  for (const [x, y] of [
    [100, 350],
    [180, 400],
    [140, 300],
    [140, 420],
  ])
    expect(blue(x, y)).toBeLessThan(120);
  expect(blue(140, 360)).toBeGreaterThan(220);
  expect(blue(400, 360)).toBeGreaterThan(220);
});
