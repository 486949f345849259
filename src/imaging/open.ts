import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import sharp, { type Metadata } from 'sharp';
import { hasCode, messageOf, UserError } from '../common/errors';
import type { GreyImage } from './image';

/** How a photo is opened. */
export interface OpenOptions {
  /** The most pixels along the long side; a larger photo is shrunk while it is decoded. */
  longest?: number;
  /** What the photo is called in errors; the file's name where a path is given. */
  name?: string;
}

/** Larger pictures are taken for damaged or hostile headers: 250 megapixels. */
const mostPixels = 250e6;

/** Formats that photos come in. SVG and PDF are drawings that may read other files, and are left out. */
const formats = new Set(['jpeg', 'png', 'webp', 'tiff', 'gif', 'heif']);

/**
 * Opens a photo as a grey picture, upright, with transparent parts as paper.
 *
 * JPEG, PNG, WebP, TIFF, GIF and AVIF are read (HEIC where sharp's library can), 8 or 16 bits, grey or colour;
 * EXIF orientation is obeyed; grey is luma. A photo of more than `longest` (2,048) pixels along its long side is
 * shrunk by averaging. Throws a `UserError` with the photo's name and what is wrong with it when it can't be
 * read: missing, empty, truncated, damaged, too large, or no picture at all.
 */
export async function openPhoto(source: string | Buffer, options: OpenOptions = {}): Promise<GreyImage> {
  const { longest = 2048, name = typeof source === 'string' ? basename(source) : 'the photo' } = options;
  const bytes = typeof source === 'string' ? await read(source) : source;
  if (bytes.length === 0) throw new UserError(`${name} is empty (0 bytes): copy or take the photo again`);
  const metadata = await inspect(bytes, name);
  try {
    const photo = await decode(bytes, metadata, longest, 'white');
    // White ink on nothing would vanish on white paper.
    return metadata.hasAlpha && isEven(photo) ? await decode(bytes, metadata, longest, 'black') : photo;
  } catch (error) {
    throw new UserError(`${name} is damaged or cut short (${reason(error)}): copy or take the photo again`);
  }
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) throw new UserError(`there is no photo at ${path}: check the path`);
    throw new UserError(`${path} can't be read (${messageOf(error)}): check that it is a file you may open`);
  }
}

async function inspect(bytes: Buffer, name: string): Promise<Metadata> {
  let metadata: Metadata;
  try {
    metadata = await sharp(bytes, { limitInputPixels: mostPixels }).metadata();
  } catch (error) {
    throw new UserError(
      `${name} is no picture that can be read (${reason(error)}): use a JPEG, PNG or WebP photo`,
    );
  }
  if (!formats.has(metadata.format)) {
    throw new UserError(`${name} is ${metadata.format}, no photo: use a JPEG, PNG or WebP`);
  }
  if (metadata.width * metadata.height > mostPixels) {
    throw new UserError(
      `${name} has ${metadata.width}×${metadata.height} pixels, more than ${mostPixels / 1e6} million: shrink it first`,
    );
  }
  return metadata;
}

async function decode(
  bytes: Buffer,
  metadata: Metadata,
  longest: number,
  paper: 'white' | 'black',
): Promise<GreyImage> {
  // Truncated files are errors; a warning, such as a stray byte before a marker, leaves the picture readable.
  let chain = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'truncated', sequentialRead: true });
  if ((metadata.orientation ?? 1) > 1) chain = chain.autoOrient();
  if (metadata.hasAlpha) chain = chain.flatten({ background: paper });
  if (Math.max(metadata.width, metadata.height) > longest) {
    chain = chain.resize(longest, longest, { fit: 'inside', kernel: 'linear', withoutEnlargement: true });
  }
  const { data, info } = await chain
    .greyscale()
    .toColourspace('b-w')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const pixels = new Uint8Array(data.buffer, data.byteOffset, data.length);
  if (channels === 1) return { width, height, pixels };
  return {
    width,
    height,
    pixels: Uint8Array.from({ length: width * height }, (_, i) => pixels[i * channels]),
  };
}

function isEven({ pixels }: GreyImage): boolean {
  let low = 255;
  let high = 0;
  for (const value of pixels) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low < 16;
}

/** The first line of what the library says, without its own name in front. */
function reason(error: unknown): string {
  const [line] = messageOf(error).split('\n');
  return line.replace(/^(Input (buffer|file) )/, '').trim();
}
