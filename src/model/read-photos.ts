import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { hasCode, UserError } from '../common/errors';
import type { LongWork } from '../common/progress';
import type { Digits } from '../dataset/digits';
import { area } from '../imaging/image';
import { openPhoto } from '../imaging/open';
import { prepare } from '../imaging/pipeline';
import { type PipelineName, pipeline as pipelineOf, scaleOf } from '../imaging/steps';
import { feedingHint } from './feeding';
import { openModel } from './keras/open';
import { readDigits } from './keras/scores';

/** One photo, and what the model made of it. */
export interface PhotoReading {
  /** The photo's path from the folder given: `3/first.jpg`. */
  file: string;
  /** The digit that it shows, from its folder's name. */
  label: number;
  /** The digit read; null where the photo was refused. */
  predicted: number | null;
  /** The model's probability for that digit, 0 to 1; null where the photo was refused. */
  confidence: number | null;
  /** Why the photo was refused; null where it was read. */
  refused: string | null;
}

/** What a model makes of a folder of photos. */
export interface PhotoReport {
  /** Photos found. */
  count: number;
  /** Photos that could not be read. */
  refused: number;
  /** The share read right among those read; null where none was. */
  accuracy: number | null;
  photos: PhotoReading[];
}

/** Which model on which photos. */
export interface PhotoOptions extends LongWork {
  /** A folder's name under `models/`, `custom` for the custom model that fits the pipeline, or a Keras file. */
  model: string;
  /** A folder that holds the folders `0` to `9`. */
  photos: string;
  /** How to prepare the photos; by default as the model's training data was. */
  pipeline?: PipelineName;
  /** What a byte is multiplied by (default: as the model's card says, else as the pipeline does). */
  scale?: number;
  /** Told what a Keras file says of itself, once it is open. */
  onModel?: (about: string) => void;
  /** Told how the model seems to want its pixels, where another feeding suits it far better. */
  onHint?: (hint: string) => void;
}

/**
 * Reads a folder of photos, sorted by digit, with a trained model.
 *
 * Throws a `UserError` when the model or the folder is missing, or when no photo is in it. A photo that is
 * damaged or shows no single digit is refused with the reason, and the others are read all the same.
 */
export async function evaluatePhotos(options: PhotoOptions): Promise<PhotoReport> {
  const files = await photosByDigit(options.photos);
  const name = options.model === 'custom' ? `custom-${options.pipeline ?? 'mnist'}` : options.model;
  const { model, pipeline, scale, about } = await openModel(name);
  if (about) options.onModel?.(about);
  const steps = pipelineOf(options.pipeline ?? pipeline ?? 'mnist');
  // A pipeline asked for brings its own scale; a model read with its own keeps that of its training.
  const factor = options.scale ?? (options.pipeline ? undefined : scale) ?? scaleOf(steps);

  const photos: PhotoReading[] = [];
  const images: Uint8Array[] = [];
  for (const { file, label } of files) {
    options.signal?.throwIfAborted();
    const reading: PhotoReading = { file, label, predicted: null, confidence: null, refused: null };
    photos.push(reading);
    try {
      const { image, refused } = prepare(await openPhoto(join(options.photos, file)), steps);
      // Without any step the whole photo is read, whatever is on it.
      if (refused && steps.size > 0) reading.refused = refused;
      else images.push(image);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      reading.refused = error.message;
    }
    options.onProgress?.({ task: 'preparing photos', done: photos.length, total: files.length });
  }

  const read = photos.filter((photo) => photo.refused === null);
  if (read.length > 0) {
    const digits = join28(images, read, factor);
    const { predicted, confidence, accuracy } = await readDigits(model, digits);
    const hint = feedingHint(model, digits, accuracy);
    if (hint) options.onHint?.(hint);
    read.forEach((photo, i) => {
      photo.predicted = predicted[i];
      photo.confidence = confidence[i];
    });
  }
  const right = read.filter((photo) => photo.predicted === photo.label).length;
  return {
    count: photos.length,
    refused: photos.length - read.length,
    accuracy: read.length > 0 ? right / read.length : null,
    photos,
  };
}

const kinds = new Set(['.jpg', '.jpeg', '.png', '.webp']);

async function photosByDigit(folder: string): Promise<{ file: string; label: number }[]> {
  const found: { file: string; label: number }[] = [];
  for (let label = 0; label < 10; label++) {
    for (const name of await namesIn(join(folder, String(label)))) {
      // Some systems leave a file `._photo.jpg` beside each photo, which holds no picture.
      if (!name.startsWith('.') && kinds.has(extname(name).toLowerCase()))
        found.push({ file: `${label}/${name}`, label });
    }
  }
  if (found.length === 0) {
    throw new UserError(
      `no photos in ${folder}: expected folders named 0 to 9 in it, each with JPEG, PNG or WebP photos of that digit`,
    );
  }
  return found;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return [];
    throw error;
  }
}

function join28(images: Uint8Array[], photos: PhotoReading[], scale: number): Digits {
  const all = new Uint8Array(images.length * area);
  images.forEach((image, i) => {
    all.set(image, i * area);
  });
  return { images: all, labels: Uint8Array.from(photos, (photo) => photo.label), scale };
}
