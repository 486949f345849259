import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import type { Shot } from '../../src/capture/shot';

/** A line of a manifest, with whatever matters to a test put in. */
export function shot(id: string, label: number, sheet: string, more: Partial<Shot> = {}): Shot {
  return {
    id,
    file: `photos/${label}/${id}.png`,
    sha256: createHash('sha256').update(id).digest('hex'),
    label,
    sheet,
    session: 'session',
    writer: 'writer',
    device: 'simulated',
    time: '2024-05-01T12:00:00.000Z',
    width: 64,
    height: 48,
    flags: [],
    ...more,
  };
}

/** The shots of sheets with the given numbers of photos, all of one digit. */
export function sheets(label: number, sizes: readonly number[]): Shot[] {
  return sizes.flatMap((size, sheet) =>
    Array.from({ length: size }, (_, k) =>
      shot(`s-${label}-${sheet}-${k}`, label, `sheet-${label}-${sheet}`),
    ),
  );
}

/** Writes a manifest. */
export async function writeManifest(folder: string, shots: readonly Shot[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'manifest.jsonl'), shots.map((one) => `${JSON.stringify(one)}\n`).join(''));
}

/** A small photo of a bar of ink on paper, as PNG; `variant` makes it unlike others. */
export async function photo(variant: number): Promise<Buffer> {
  const [width, height] = [64, 48];
  const pixels = new Uint8Array(width * height).fill(215);
  const left = 28 + (variant % 5);
  for (let y = 10; y < 38; y++)
    for (let x = left; x < left + 5; x++) pixels[y * width + x] = 30 + (variant % 37);
  pixels[0] = 200 + (variant % 50);
  return sharp(pixels, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
}

/** Fills a folder with `sheetsPerDigit` sheets of `shotsPerSheet` real photos of every digit. */
export async function photograph(
  folder: string,
  sheetsPerDigit: number,
  shotsPerSheet: number,
): Promise<Shot[]> {
  const shots: Shot[] = [];
  for (let label = 0; label < 10; label++) {
    for (const one of sheets(label, new Array<number>(sheetsPerDigit).fill(shotsPerSheet))) {
      const bytes = await photo(shots.length);
      const path = join(folder, one.file);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
      shots.push({ ...one, sha256: createHash('sha256').update(bytes).digest('hex') });
    }
  }
  await writeManifest(folder, shots);
  return shots;
}
