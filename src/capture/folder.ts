import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import sharp from 'sharp';
import { hasCode, messageOf, UserError } from '../common/errors';
import { sha256 } from '../common/files';
import type { LongWork } from '../common/progress';
import { customFolder } from './capture';
import type { SetAside } from './reconcile';
import type { Shot } from './shot';
import { type NewShot, openStore, type Store } from './store';

/** Which photos to import, and where to. */
export interface ImportOptions extends LongWork {
  /** The folder that holds the folders `0` to `9`. */
  from: string;
  /** The folder of the photos and their manifest (default `data/custom` of the workspace). */
  folder?: string;
  /** Whose hand wrote the digits (default `unknown`). */
  writer?: string;
}

/** What an import leaves. */
export interface Imported {
  /** The session's name: what the balancing is to choose by. */
  session: string;
  /** All of the session's shots, those of earlier imports included. */
  shots: Shot[];
  /** How many were new this time. */
  taken: number;
  /** The files that were left out, with the reason. */
  refused: { file: string; reason: string }[];
  /** What was set aside at the start. */
  setAside: SetAside;
}

/** Photos that are checked, copied and entered together. */
const batchSize = 16;

/** The most bytes that a photo's file may have. */
const largest = 100 * 2 ** 20;

/**
 * Imports photos that lie sorted by digit, `from/0` to `from/9`: JPEG, PNG or WebP whatever their names.
 *
 * Files are copied as they are; nothing is turned, shrunk or changed in place, and a camera's EXIF turn is
 * obeyed when the photo is opened. A damaged file, and what is no photo, is refused with its reason while the
 * rest goes on; names that begin with a dot are passed over. The same bytes under the same digit come in once,
 * however often they are imported.
 *
 * Each photo is a sheet of its own, unless it is named `<sheet>_<n>.jpg` with an n of one or two digits: those
 * are shots of one sheet (a camera's own `IMG_0012.jpg` is not). The session is named after the folder and its
 * place on the disk. Throws a `UserError` where there is no folder for any digit.
 */
export async function importFolder(options: ImportOptions): Promise<Imported> {
  const { folder = customFolder(), writer = 'unknown', onProgress, signal } = options;
  const from = resolve(options.from);
  signal?.throwIfAborted();
  const files = await photosOf(from);
  const session = `folder-${plain(basename(from))}-${sha256(from).slice(0, 6)}`;
  const store = await openStore(folder);
  const refused: Imported['refused'] = [];
  const before = store.shots.length;
  try {
    for (let i = 0; i < files.length; i += batchSize) {
      signal?.throwIfAborted();
      const part = files.slice(i, i + batchSize);
      const read = await Promise.all(part.map((file) => readPhoto(from, file, session, writer)));
      const fresh = new Map<string, NewShot>();
      for (const [k, item] of read.entries()) {
        if ('reason' in item) refused.push({ file: `${part[k].label}/${part[k].name}`, reason: item.reason });
        else if (!holds(store, item.shot.id)) fresh.set(item.shot.id, item);
      }
      if (fresh.size > 0) await store.add([...fresh.values()]);
      onProgress?.({ task: 'importing', done: Math.min(i + batchSize, files.length), total: files.length });
    }
    const shots = store.shots.filter((shot) => shot.session === session);
    return { session, shots, taken: store.shots.length - before, refused, setAside: store.setAside };
  } finally {
    await store.close();
  }
}

function holds(store: Store, id: string): boolean {
  return store.shots.some((shot) => shot.id === id);
}

interface Found {
  label: number;
  name: string;
}

/** The names in the ten folders, in order; throws where none of them exists. */
async function photosOf(from: string): Promise<Found[]> {
  const found: Found[] = [];
  let folders = 0;
  for (let label = 0; label <= 9; label++) {
    try {
      const names = await readdir(join(from, String(label)));
      folders++;
      for (const name of names.sort()) if (!name.startsWith('.')) found.push({ label, name });
    } catch (error) {
      if (!hasCode(error, 'ENOENT') && !hasCode(error, 'ENOTDIR')) throw error;
    }
  }
  if (folders === 0) throw new UserError(`expected folders named 0 to 9 with photos in ${from}, found none`);
  return found;
}

async function readPhoto(
  from: string,
  { label, name }: Found,
  session: string,
  writer: string,
): Promise<NewShot | { reason: string }> {
  const path = join(from, String(label), name);
  try {
    const { size, mtime } = await stat(path).then((info) => {
      if (!info.isFile()) throw new UserError('not a file');
      return info;
    });
    if (size === 0) throw new UserError('empty');
    if (size > largest) throw new UserError(`larger than ${largest / 2 ** 20} MB`);
    const photo = await readFile(path);
    const { extension, width, height } = await inspect(photo);
    const sum = sha256(photo);
    const id = `${session}-${label}-${sum.slice(0, 16)}`;
    const burst = /^(.+)_\d{1,2}$/.exec(basename(name, extname(name)));
    const sheet = burst ? `${plain(burst[1])}-${sha256(burst[1]).slice(0, 6)}` : sum.slice(0, 16);
    const shot: Shot = {
      id,
      file: `photos/${label}/${id}.${extension}`,
      sha256: sum,
      label,
      sheet: `${session}-${label}-${sheet}`,
      session,
      writer,
      device: 'folder',
      time: mtime.toISOString(),
      width,
      height,
      flags: [],
    };
    return { shot, photo };
  } catch (error) {
    return { reason: messageOf(error).split('\n')[0].replaceAll(path, name) };
  }
}

const extensions = { jpeg: 'jpg', png: 'png', webp: 'webp' } as const;

/** What kind of picture some bytes are and how large, turned upright; decodes it all, so that damage shows. */
async function inspect(
  photo: Buffer,
): Promise<{ extension: 'jpg' | 'png' | 'webp'; width: number; height: number }> {
  const { format, orientation = 1, width, height } = await sharp(photo).metadata();
  if (format !== 'jpeg' && format !== 'png' && format !== 'webp') {
    throw new UserError(`neither JPEG, PNG nor WebP but ${format}`);
  }
  await sharp(photo, { failOn: 'error' }).resize(64, 64, { fit: 'inside' }).raw().toBuffer();
  const lying = orientation >= 5;
  return { extension: extensions[format], width: lying ? height : width, height: lying ? width : height };
}

/** A name with nothing but letters, digits and `-` in it, 24 at most. */
function plain(name: string): string {
  return (
    name
      .replace(/[^A-Za-z0-9]+/g, '-')
      .slice(0, 24)
      .replace(/^-+|-+$/g, '') || 'photos'
  );
}
