import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, messageOf, UserError } from '../common/errors';
import { sha256 } from '../common/files';
import type { LongWork } from '../common/progress';
import { area } from '../imaging/image';
import { openPhoto } from '../imaging/open';
import { imagingPool, type Pool } from '../imaging/pool';
import { pipeline, pipelineNames, type Step, scaleOf, steps } from '../imaging/steps';
import { type BalancedSet, customFolder, type Item } from './balanced-set';
import type { Digits } from './digits';
import {
  type CachePlace,
  cachePlace,
  dropStale,
  type PreparedPhotos,
  readCache,
  type Stamp,
  writeCache,
} from './prepared-cache';
import { recipe } from './recipe';

/** A balanced set of photos, prepared for a model. */
export interface Custom {
  train: Digits;
  validation: Digits;
  /** The photo of each picture of `train`. */
  trainItems: Item[];
  /** The photo of each picture of `validation`. */
  validationItems: Item[];
  /**
   * Photos in which the digit wasn't found, was cut off, or wasn't alone. They are in the set all the same, as
   * prepared as can be: leaving them out would undo the balance.
   */
  refused: { id: string; file: string; reason: string }[];
  /** The steps that were taken, in their order. */
  steps: Step[];
}

/** How photos are prepared. */
export interface PrepareOptions extends LongWork {
  /** Photos in flight at a time (default 4). */
  concurrency?: number;
  /** Where the photos are (default `data/custom`). */
  folder?: string;
}

/**
 * Prepares the photos of a balanced set by the steps chosen, or takes them from what was kept of an earlier run.
 *
 * Both named pipelines are prepared in one go when either is asked for, as finding the digit is most of the
 * work. See `prepareCustomAll`.
 */
export async function prepareCustom(
  set: BalancedSet,
  chosen: ReadonlySet<Step>,
  options: PrepareOptions = {},
): Promise<Custom> {
  const named = pipelineNames.map((name) => pipeline(name));
  const companions = named.some((other) => picturesOf(other) === picturesOf(chosen)) ? named : [];
  const [custom] = await prepareCustomAll(set, [chosen, ...companions], options);
  return custom;
}

/**
 * Prepares the photos of a balanced set by each of several choices of steps, opening each photo once.
 *
 * What is finished is kept under `data/custom/prepared` every few hundred photos and when the work is stopped,
 * so that it takes up there. Kept pictures are used only for the very same photos and the very same imaging
 * code. Throws a `UserError` that names the photo where one is missing, damaged or not the one of the manifest.
 */
export async function prepareCustomAll(
  set: BalancedSet,
  choices: readonly ReadonlySet<Step>[],
  options: PrepareOptions = {},
): Promise<Custom[]> {
  const { folder = customFolder(), signal } = options;
  signal?.throwIfAborted();
  // Sorted, so that the same photos split in another way find the same pictures.
  const items = [...set.train, ...set.validation].sort((a, b) => (a.id < b.id ? -1 : 1));
  const photos = sha256(JSON.stringify(items.map((item) => [item.id, item.sha256])));
  const made = await recipe();
  const byPictures = new Map<string, Work>();
  for (const chosen of choices) {
    if (byPictures.has(picturesOf(chosen))) continue;
    const place = cachePlace(join(folder, 'prepared'), photos, chosen, made);
    byPictures.set(picturesOf(chosen), { chosen, place, prepared: await readCache(place, items.length) });
  }
  const works = [...byPictures.values()];
  await checkKept(items, folder, works);
  await prepareRest(items, folder, works, options);

  const position = new Map(items.map((item, i) => [item.id, i]));
  const at = (item: Item): number => position.get(item.id) ?? -1;
  return choices.map((chosen) => {
    const { images, refused } = (byPictures.get(picturesOf(chosen)) as Work).prepared;
    const digits = (part: readonly Item[]): Digits => {
      const own = new Uint8Array(part.length * area);
      for (const [i, item] of part.entries()) {
        own.set(images.subarray(at(item) * area, (at(item) + 1) * area), i * area);
      }
      return { images: own, labels: Uint8Array.from(part, (item) => item.label), scale: scaleOf(chosen) };
    };
    return {
      train: digits(set.train),
      validation: digits(set.validation),
      trainItems: set.train,
      validationItems: set.validation,
      refused: items.flatMap(({ id, file }, i) => {
        const reason = refused.get(i);
        return reason === undefined ? [] : [{ id, file, reason }];
      }),
      steps: steps.filter((step) => chosen.has(step)),
    };
  });
}

interface Work {
  chosen: ReadonlySet<Step>;
  place: CachePlace;
  prepared: PreparedPhotos;
}

/** Choices with the same name here give the same bytes. */
function picturesOf(chosen: ReadonlySet<Step>): string {
  return steps.filter((step) => step !== 'scale' && chosen.has(step)).join();
}

/** Makes sure that the photos whose pictures were kept are still there and still the same. */
async function checkKept(items: readonly Item[], folder: string, works: readonly Work[]): Promise<void> {
  const kept = Math.max(...works.map(({ prepared }) => prepared.done));
  for (let first = 0; first < kept; first += 64) {
    const some = items.slice(first, Math.min(first + 64, kept));
    await Promise.all(
      some.map(async (item, k) => {
        const stamp = await stampOf(item, folder);
        const same = works.every(({ prepared: { done, stamps } }) => {
          const i = first + k;
          return i >= done || (stamps[i].size === stamp.size && stamps[i].mtime === stamp.mtime);
        });
        // Another time need not be another photo: a copied folder has new ones.
        if (!same) await readPhoto(item, folder);
      }),
    );
  }
}

/** Photos between two looks at the clock and the signal. */
const block = 32;

/** Photos after which what is finished is kept. */
const keepEvery = 512;

async function prepareRest(
  items: readonly Item[],
  folder: string,
  works: readonly Work[],
  { concurrency = 4, onProgress, signal }: PrepareOptions,
): Promise<void> {
  const open = works.filter(({ prepared }) => prepared.done < items.length);
  if (open.length === 0) return;
  const keep = async (): Promise<void> => {
    for (const { place, prepared } of open) await writeCache(place, prepared);
  };
  const total = items.length;
  let done = Math.min(...open.map(({ prepared }) => prepared.done));
  let kept = done;
  const pool = await imagingPool();
  try {
    while (done < total) {
      signal?.throwIfAborted();
      const end = Math.min(done + block, total);
      await inFlight(concurrency, done, end, (i) => prepareOne(items[i], i, folder, open, pool));
      done = end;
      for (const { prepared } of open) prepared.done = Math.max(prepared.done, done);
      onProgress?.({ task: 'preparing photos', done, total });
      if (done - kept >= keepEvery) {
        await keep();
        kept = done;
      }
    }
  } catch (error) {
    // The first failure is the one to tell of, also where keeping fails too.
    if (done > kept) await keep().catch(() => undefined);
    throw error;
  }
  await keep();
  for (const { place } of open) await dropStale(place);
}

async function prepareOne(
  item: Item,
  i: number,
  folder: string,
  works: readonly Work[],
  pool: Pool,
): Promise<void> {
  const stamp = await stampOf(item, folder);
  const photo = await openPhoto(await readPhoto(item, folder), { name: join(folder, item.file) });
  const results = await pool.prepare(
    photo,
    works.map(({ chosen }) => chosen),
  );
  for (const [k, { prepared }] of works.entries()) {
    const { image, refused } = results[k];
    prepared.images.set(image, i * area);
    prepared.stamps[i] = stamp;
    if (refused === undefined) prepared.refused.delete(i);
    else prepared.refused.set(i, refused);
  }
}

/** Runs `work` for the numbers from `first` to `end - 1`, `concurrency` at a time. */
async function inFlight(
  concurrency: number,
  first: number,
  end: number,
  work: (i: number) => Promise<void>,
): Promise<void> {
  let next = first;
  const lane = async (): Promise<void> => {
    while (next < end) await work(next++);
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.max(1, concurrency) }, lane));
  for (const result of lanes) if (result.status === 'rejected') throw result.reason;
}

async function stampOf(item: Item, folder: string): Promise<Stamp> {
  try {
    const { size, mtimeMs } = await stat(join(folder, item.file));
    return { size, mtime: mtimeMs };
  } catch (error) {
    throw unreadable(item, folder, error);
  }
}

/** Reads a photo's file and proves that it is the one of the manifest. */
async function readPhoto(item: Item, folder: string): Promise<Buffer> {
  const path = join(folder, item.file);
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw unreadable(item, folder, error);
  }
  const found = sha256(bytes);
  if (found === item.sha256) return bytes;
  throw new UserError(
    `${path} isn't the photo that was taken: expected the sha256 ${item.sha256}, found ${found}; ${cure}`,
  );
}

const cure =
  'put the original back, or remove it and its line in manifest.jsonl, capture again and balance again';

function unreadable(item: Item, folder: string, error: unknown): UserError {
  const path = join(folder, item.file);
  if (hasCode(error, 'ENOENT')) return new UserError(`${path} is missing: ${cure}`);
  return new UserError(`${path} can't be read (${messageOf(error)}): check that you may open it`);
}
