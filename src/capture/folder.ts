import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, relative, resolve } from 'node:path';
import sharp from 'sharp';
import { hasCode, messageOf, UserError } from '../common/errors';
import { sha256 } from '../common/files';
import type { LongWork } from '../common/progress';
import type { Extension } from './camera';
import { customFolder } from './capture';
import { readLabels } from './labels';
import type { SetAside } from './reconcile';
import { plain } from './settings';
import type { Shot } from './shot';
import { type NewShot, openStore, type Store } from './store';

/** Which photos to import, and where to. */
export interface ImportOptions extends LongWork {
  /** The folder that holds the folders `0` to `9`, or the photos beside a list of their labels. */
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
 * Imports photos: JPEG, PNG or WebP whatever their names, AVIF, and HEIC where sharp's library reads it. They lie
 * sorted by digit, `from/0` to `from/9`, or all in `from` beside a list of labels (see `readLabels`).
 *
 * Files are copied as they are; nothing is turned, shrunk or changed in place, and a camera's EXIF turn is
 * obeyed when the photo is opened. A damaged file, and what is no photo, is refused with its reason while the
 * rest goes on; names that begin with a dot are passed over. The same bytes under the same digit come in once,
 * however often they are imported.
 *
 * Each photo is a sheet of its own, unless it is named `<sheet>_<n>.jpg` with an n of one or two digits: those
 * are shots of one sheet (a camera's own `IMG_0012.jpg` is not). The session is named after the folder and its
 * place on the disk. Throws a `UserError` where there is neither a folder for any digit nor a
 * list of labels, and for a list that can't be read.
 */
export async function importFolder(options: ImportOptions): Promise<Imported> {
  const { folder = customFolder(), writer = 'unknown', onProgress, signal } = options;
  const from = resolve(options.from);
  signal?.throwIfAborted();
  const files = await photosOf(from);
  const session = `folder-${plain(basename(from)) || 'photos'}-${sha256(from).slice(0, 6)}`;
  const store = await openStore(folder);
  const refused: Imported['refused'] = [];
  const before = store.shots.length;
  try {
    for (let i = 0; i < files.length; i += batchSize) {
      signal?.throwIfAborted();
      const part = files.slice(i, i + batchSize);
      const read = await Promise.all(part.map((file) => readPhoto(file, session, writer)));
      const fresh = new Map<string, NewShot>();
      for (const [k, item] of read.entries()) {
        if ('reason' in item)
          refused.push({ file: relative(from, part[k].path).replaceAll('\\', '/'), reason: item.reason });
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
  path: string;
}

/** The photos in the ten folders, or those that a list of labels names; throws where there is neither. */
async function photosOf(from: string): Promise<Found[]> {
  const found: Found[] = [];
  let folders = 0;
  for (let label = 0; label <= 9; label++) {
    try {
      const names = await readdir(join(from, String(label)));
      folders++;
      for (const name of names.sort())
        if (!name.startsWith('.')) found.push({ label, name, path: join(from, String(label), name) });
    } catch (error) {
      if (!hasCode(error, 'ENOENT') && !hasCode(error, 'ENOTDIR')) throw error;
    }
  }
  if (folders > 0) return found;
  const labels = await readLabels(from);
  if (labels) return labels.map(({ name, label }) => ({ label, name, path: join(from, name) }));
  throw new UserError(
    `expected folders named 0 to 9 with photos in ${from}, or photos and a labels.csv, found neither`,
  );
}

async function readPhoto(
  { label, name, path }: Found,
  session: string,
  writer: string,
): Promise<NewShot | { reason: string }> {
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
    const sheet = burst ? `${plain(burst[1]) || 'photos'}-${sha256(burst[1]).slice(0, 6)}` : sum.slice(0, 16);
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

const extensions: Record<string, Extension> = { jpeg: 'jpg', png: 'png', webp: 'webp', heif: 'heic' };

/** What kind of picture some bytes are and how large, turned upright; decodes it all, so that damage shows. */
async function inspect(photo: Buffer): Promise<{ extension: Extension; width: number; height: number }> {
  const { format, compression, orientation = 1, width, height } = await sharp(photo).metadata();
  const extension = extensions[format];
  if (extension === undefined) throw new UserError(`neither JPEG, PNG, WebP nor HEIC but ${format}`);
  try {
    await sharp(photo, { failOn: 'error' }).resize(64, 64, { fit: 'inside' }).raw().toBuffer();
  } catch (error) {
    // sharp's own builds read HEIC's header but leave its patented coding out.
    if (format !== 'heif' || compression !== 'hevc') throw error;
    throw new UserError("HEIC, which this system's sharp can't decode: export the photo as JPEG");
  }
  const lying = orientation >= 5;
  return {
    extension: format === 'heif' && compression === 'av1' ? 'avif' : extension,
    width: lying ? height : width,
    height: lying ? width : height,
  };
}
