import sharp from 'sharp';
import type { CutPhoto } from '../../capture/sheet-digits';

/** The long side of the picture, in pixels. */
const side = 1400;

/** A photo of a whole sheet with a frame around each digit that was cut from it, and its label: a JPEG. */
export async function markDigits({ photo, width, height, digits }: CutPhoto): Promise<Buffer> {
  const scale = Math.min(1, side / Math.max(width, height));
  const across = Math.round(width * scale);
  const down = Math.round(height * scale);
  const frames = digits.map(({ label, place }) => {
    const [x, y] = [place.x * scale, place.y * scale];
    return (
      `<rect x="${x}" y="${y}" width="${place.width * scale}" height="${place.height * scale}" fill="none"/>` +
      `<text x="${x}" y="${y - 4}" fill="#d55e00" stroke="none">${label}</text>`
    );
  });
  const marks =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${across}" height="${down}" stroke="#d55e00" stroke-width="2" ` +
    `font-family="sans-serif" font-size="16">${frames.join('')}</svg>`;
  const upright = await sharp(photo).rotate().resize(across, down, { fit: 'fill' }).toBuffer();
  return await sharp(upright)
    .composite([{ input: Buffer.from(marks) }])
    .jpeg({ quality: 85 })
    .toBuffer();
}
