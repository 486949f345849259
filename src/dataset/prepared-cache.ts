import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { readIfThere, sha256, writeWhole } from '../common/files';
import { area } from '../imaging/image';
import { type Step, steps } from '../imaging/steps';

/** The size and time of a photo's file when it was read: while they stay, so does the photo. */
export const Stamp = z.object({ size: z.number(), mtime: z.number() });
export type Stamp = z.infer<typeof Stamp>;

const Header = z.object({
  version: z.literal(1),
  key: z.string(),
  done: z.int().nonnegative(),
  stamps: z.array(Stamp),
  refused: z.array(z.object({ position: z.int().nonnegative(), reason: z.string() })),
  sha256: z.string(),
});

/** The photos of a set as prepared by one choice of steps: the first `done` of them. */
export interface PreparedPhotos {
  /** How many are ready, from the first on. */
  done: number;
  /** Room for every photo's 28×28 bytes. */
  images: Uint8Array;
  /** One for each that is ready. */
  stamps: Stamp[];
  /** Why the photo at a position shouldn't be read. */
  refused: Map<number, string>;
}

/** Where prepared photos are kept, and under which key. */
export interface CachePlace {
  path: string;
  key: string;
}

/**
 * The place for the photos with the hash `photos`, prepared by `chosen`, by the given recipe.
 *
 * The step `scale` leaves the bytes as they are, so that it isn't part of the name.
 */
export function cachePlace(
  folder: string,
  photos: string,
  chosen: ReadonlySet<Step>,
  recipe: string,
): CachePlace {
  const name = steps.filter((step) => step !== 'scale' && chosen.has(step)).join('-') || 'as-shot';
  return {
    path: join(folder, `${photos.slice(0, 12)}-${name}-${recipe.slice(0, 12)}.bin`),
    key: `${photos} ${name} ${recipe}`,
  };
}

/** Reads what is kept at a place for `count` photos; starts empty where there is nothing, or nothing sound. */
export async function readCache(place: CachePlace, count: number): Promise<PreparedPhotos> {
  const empty = { done: 0, images: new Uint8Array(count * area), stamps: [], refused: new Map() };
  const content = await readIfThere(place.path);
  if (!content) return empty;
  const end = content.indexOf(0x0a);
  const header = Header.safeParse(parseJson(content.subarray(0, Math.max(0, end)).toString('utf8')));
  const body = content.subarray(end + 1);
  if (!header.success) return empty;
  const { key, done, stamps, refused } = header.data;
  const sound =
    key === place.key &&
    done <= count &&
    stamps.length === done &&
    body.length === done * area &&
    sha256(body) === header.data.sha256;
  if (!sound) return empty;
  empty.images.set(body);
  return { ...empty, done, stamps, refused: new Map(refused.map((one) => [one.position, one.reason])) };
}

/** Keeps prepared photos, in one file that is written whole: a line of JSON, then the pictures. */
export async function writeCache(
  place: CachePlace,
  { done, images, stamps, refused }: PreparedPhotos,
): Promise<void> {
  const body = images.subarray(0, done * area);
  const header: z.infer<typeof Header> = {
    version: 1,
    key: place.key,
    done,
    stamps: stamps.slice(0, done),
    refused: [...refused]
      .filter(([position]) => position < done)
      .map(([position, reason]) => ({ position, reason })),
    sha256: sha256(body),
  };
  await writeWhole(place.path, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]));
}

/** Removes what older recipes left for the same photos and steps. */
export async function dropStale(place: CachePlace): Promise<void> {
  const folder = dirname(place.path);
  const own = basename(place.path);
  const stem = own.slice(0, own.lastIndexOf('-') + 1);
  for (const name of await readdir(folder)) {
    if (name !== own && name.startsWith(stem) && /^[0-9a-f]{12}\.bin$/.test(name.slice(stem.length))) {
      await rm(join(folder, name), { force: true });
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
