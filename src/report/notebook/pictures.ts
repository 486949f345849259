import sharp from 'sharp';
import type { GreyImage } from '../../imaging/image';
import { escapeHtml } from '../html';
import { showHtml } from './display';

/** A picture and the line below it. */
export interface Captioned {
  /** A photo's path or its file, or a grey picture. */
  picture: string | Buffer | GreyImage;
  caption: string;
}

/**
 * Shows pictures side by side, each with its caption, in as many rows as it takes.
 *
 * Photos are shrunk to what is shown; small pictures are enlarged with their pixels kept square.
 *
 * @param width of each picture on the page, in pixels
 */
export async function showPictures(pictures: readonly Captioned[], width = 150): Promise<void> {
  const figures = await Promise.all(pictures.map((one) => figure(one, width)));
  showHtml(
    `<div style="display: flex; flex-wrap: wrap; gap: 12px; align-items: flex-start">${figures.join('')}</div>`,
    pictures.map(({ caption }) => caption).join('\n'),
  );
}

async function figure({ picture, caption }: Captioned, width: number): Promise<string> {
  const small = isGrey(picture) && picture.width < width;
  const data = await encode(picture, width);
  const style = `width: ${width}px; height: auto; display: block${small ? '; image-rendering: pixelated' : ''}`;
  return (
    `<figure style="margin: 0; width: ${width}px"><img src="${data}" alt="${escapeHtml(caption)}" style="${style}">` +
    `<figcaption style="font-size: 0.8em; line-height: 1.3">${escapeHtml(caption)}</figcaption></figure>`
  );
}

function isGrey(picture: Captioned['picture']): picture is GreyImage {
  return typeof picture === 'object' && 'pixels' in picture;
}

async function encode(picture: Captioned['picture'], width: number): Promise<string> {
  if (!isGrey(picture)) {
    // Twice the width on the page keeps the photo sharp on dense screens and in print.
    const jpeg = await sharp(picture)
      .rotate()
      .resize({ width: 2 * width, withoutEnlargement: true })
      .jpeg({ quality: 80 })
      .toBuffer();
    return `data:image/jpeg;base64,${jpeg.toString('base64')}`;
  }
  const raw = { width: picture.width, height: picture.height, channels: 1 as const };
  const png = await sharp(picture.pixels, { raw })
    .resize({ width: 2 * width, withoutEnlargement: true })
    .png()
    .toBuffer();
  return `data:image/png;base64,${png.toString('base64')}`;
}
