import { type Homography, ontoQuad, type Point, project, type Quad } from './homography';
import type { GreyImage } from './image';
import { reduce } from './resample';
import { aspectOf, findSheet } from './sheet';

/** A sheet that was found in a photo and seen from straight above. */
export interface Flat {
  readonly picture: GreyImage;
  /** From the flat picture's pixels to the photo's. */
  readonly toPhoto: Homography;
  /** Its corners in the photo, in pixels. */
  readonly corners: Quad;
}

/** A flattened sheet has at most so many pixels along its long side. */
const longest = 1280;

/** What is left out along the sheet's sides, as a share of them: the edge itself, and its shadow. */
const trimmed = 0.015;

/** Flattens the sheet whose four corners are in view; `reduced` is the photo, shrunk by `factor`. */
export function flattenSheet(photo: GreyImage, reduced: GreyImage, factor: number): Flat | undefined {
  const quad = findSheet(reduced);
  if (!quad) return undefined;
  const corners = quad.map(({ x, y }) => ({ x: x * factor, y: y * factor })) as unknown as Quad;
  const [a, b, c, d] = corners;
  const across = Math.max(distance(a, b), distance(d, c));
  const down = Math.max(distance(a, d), distance(b, c));
  const aspect = aspectOf(corners, { x: photo.width / 2, y: photo.height / 2 });
  // As fine as the photo where it is finest, and as high by its width as the sheet itself.
  const scale = Math.max(across, down / aspect);
  const shrink = Math.min(1, longest / (scale * Math.max(1, aspect)));
  const width = Math.max(1, Math.round(scale * shrink));
  const height = Math.max(1, Math.round(scale * aspect * shrink));
  const inner = [
    [trimmed, trimmed],
    [1 - trimmed, trimmed],
    [1 - trimmed, 1 - trimmed],
    [trimmed, 1 - trimmed],
  ];
  const sheet = ontoQuad(1, 1, corners);
  const box = inner.map(([u, v]) => project(sheet, u, v)) as unknown as Quad;
  const toPhoto = ontoQuad(width, height, box);
  const coarser = Math.max(1, Math.floor(1 / shrink));
  return { picture: warp(reduce(photo, coarser), toPhoto, 1 / coarser, width, height), toPhoto, corners };
}

/** Looks up each pixel of a picture of `width × height` where `h`, times `scale`, sends its middle. */
function warp(
  { width: columns, height: rows, pixels: source }: GreyImage,
  h: Homography,
  scale: number,
  width: number,
  height: number,
): GreyImage {
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const w = scale / (h[6] * (x + 0.5) + h[7] * (y + 0.5) + h[8]);
      const u = Math.min(
        columns - 1.001,
        Math.max(0, (h[0] * (x + 0.5) + h[1] * (y + 0.5) + h[2]) * w - 0.5),
      );
      const v = Math.min(rows - 1.001, Math.max(0, (h[3] * (x + 0.5) + h[4] * (y + 0.5) + h[5]) * w - 0.5));
      const [x0, y0] = [u | 0, v | 0];
      const i = y0 * columns + x0;
      const top = source[i] + (source[i + 1] - source[i]) * (u - x0);
      const low = source[i + columns] + (source[i + columns + 1] - source[i + columns]) * (u - x0);
      pixels[y * width + x] = top + (low - top) * (v - y0) + 0.5;
    }
  }
  return { width, height, pixels };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
