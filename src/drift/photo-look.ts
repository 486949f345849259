import { join } from 'node:path';
import type { LongWork } from '../common/progress';
import { random, type Seed, shuffled } from '../common/random';
import { customFolder, type Item } from '../dataset/balanced-set';
import { analyse } from '../imaging/analyse';
import { type GreyImage, side } from '../imaging/image';
import { openPhoto } from '../imaging/open';
import { areaAverage, whole } from '../imaging/resample';

/** What a photo does to the digit on it, without the digit: enough to make another digit look so. */
export interface PhotoLook {
  /** The middle of the digit's box, as shares of the photo's width and height. */
  x: number;
  y: number;
  /** The long side of the digit's box and both sides of the photo, in pixels. */
  long: number;
  width: number;
  height: number;
  /** The brightness of the paper at 28×28, 0 to 255. */
  paper: Float32Array;
  /** The typical brightness of the paper, 0 to 255. */
  typical: number;
  /** The light that what is left on the paper swallows at most, and ink at least: shares from 0 to 1. */
  residue: number;
  depth: number;
}

/** The look of one photo; undefined where no digit can be found on it. */
export function lookOf(photo: GreyImage): PhotoLook | undefined {
  const { place, frame, paper, residue, depth, refused } = analyse(photo);
  if (refused !== undefined || !(depth > residue)) return undefined;
  const plane = { width: frame.width, height: frame.height, values: frame.paper };
  return {
    x: (place.x + place.width / 2) / photo.width,
    y: (place.y + place.height / 2) / photo.height,
    long: Math.max(place.width, place.height),
    width: photo.width,
    height: photo.height,
    paper: areaAverage(plane, whole(plane), side, side),
    typical: paper,
    residue,
    depth,
  };
}

/** How to take looks. */
export interface PhotoLooksOptions extends LongWork {
  /** How many photos at the most (default 120). */
  most?: number;
  /** Where the photos are (default `data/custom`). */
  folder?: string;
  seed: Seed;
}

/** The looks of some photos, drawn by the seed; those on which no digit is found are left out. */
export async function photoLooks(
  items: readonly Item[],
  { most = 120, folder = customFolder(), seed, onProgress, signal }: PhotoLooksOptions,
): Promise<PhotoLook[]> {
  const chosen = shuffled(items, random(seed, 'looks')).slice(0, most);
  const looks: PhotoLook[] = [];
  for (const [i, item] of chosen.entries()) {
    signal?.throwIfAborted();
    const look = lookOf(await openPhoto(join(folder, item.file)));
    if (look) looks.push(look);
    onProgress?.({ task: 'looking at the light of photos', done: i + 1, total: chosen.length });
  }
  return looks;
}
