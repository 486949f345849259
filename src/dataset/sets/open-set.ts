import { open, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { hasCode, messageOf, UserError } from '../../common/errors';
import type { LongWork } from '../../common/progress';
import { contentOf, readFolderSet } from './folder-set';
import { isIdxLabels, isIdxPictures, looksLikeIdx, readIdxSet } from './idx-set';
import { readNpyFile, readNpyFolder, readNpz } from './named-arrays';
import { namedSet } from './named-set';
import { readParquetSet } from './parquet-set';
import { choosePart, type PartSet, type PictureSet } from './picture-set';
import { readTable } from './table';

/** How a set is opened. */
export interface OpenSetOptions extends LongWork {
  /** Whether a folder's pictures named `<sheet>_<n>` are the shots of one sheet. */
  bySheet?: boolean;
  /** Turns a path that was typed into one that can be opened (default: as it is). */
  pathOf?: (typed: string) => string;
}

const tables = new Set(['.csv', '.tsv', '.txt', '.data', '.tra', '.tes', '.train', '.test']);

/**
 * Opens a set of pictures by what a person calls it.
 *
 * `mnist`, `mnist:train`, `mnist:test` and `custom` are names; everything else is the path of a folder (pictures by
 * class, IDX, Parquet, NumPy or text files) or of one such file. `:train` or `:test` after it takes that part alone,
 * `PICTURES,LABELS` names two IDX files. Throws a `UserError` where nothing is there or it can't be read.
 */
export async function openSet(spec: string, options: OpenSetOptions = {}): Promise<PictureSet> {
  const { bySheet = false, pathOf = (typed) => typed } = options;
  const named = await namedSet(spec, options);
  if (named) return named;
  const whole = pathOf(spec);
  if (await isThere(whole)) return choosePart(await partsAt(whole, bySheet), undefined, whole);
  const [, stem, part] = /^(.+):(train|test|validation|extra)$/.exec(spec) ?? [];
  if (stem !== undefined) {
    const path = pathOf(stem);
    if (await isThere(path)) return choosePart(await partsAt(path, bySheet), part, path);
  }
  const [, pictures, labels] = /^([^,]+),([^,]+)$/.exec(spec) ?? [];
  if (pictures !== undefined) {
    for (const path of [pathOf(pictures), pathOf(labels)]) if (!(await isThere(path))) throw missing(path);
    return choosePart(await readIdxSet(pathOf(pictures), pathOf(labels)), undefined, pictures);
  }
  throw missing(spec);
}

function missing(path: string): UserError {
  return new UserError(
    `there is nothing at ${path}: expected a folder of pictures, an IDX, Parquet, .npz, .npy or CSV file, or one of the names mnist, mnist:train, mnist:test and custom`,
  );
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return false;
    throw new UserError(`${path} can't be read: ${messageOf(error)}`);
  }
}

async function partsAt(path: string, bySheet: boolean): Promise<PartSet[]> {
  return (await stat(path)).isDirectory() ? partsInFolder(path, bySheet) : partsInFile(path);
}

async function partsInFolder(folder: string, bySheet: boolean): Promise<PartSet[]> {
  const { files } = await contentOf(folder);
  const pictures = files.filter(isIdxPictures);
  if (pictures.length > 0) {
    return (await Promise.all(pictures.map((name) => readIdxSet(join(folder, name))))).flat();
  }
  const arrays = files.filter((name) => extname(name) === '.npy');
  if (arrays.length > 0) {
    const parts = await readNpyFolder(folder, arrays);
    if (parts.length > 0) return parts;
  }
  const kept = files.filter((name) => ['.parquet', '.npz'].includes(extname(name).toLowerCase()));
  if (kept.length > 0) return (await Promise.all(kept.map((name) => partsInFile(join(folder, name))))).flat();
  const parts = await readFolderSet(folder, bySheet);
  if (parts.length > 0) return parts;
  const texts = files.filter((name) => /\.(csv|tsv)(\.gz)?$/i.test(name));
  if (texts.length > 0) return (await Promise.all(texts.map((name) => readTable(join(folder, name))))).flat();
  throw new UserError(
    `${folder} holds no pictures: expected folders named 0 to 9 with JPEG, PNG or WebP pictures in them (or in train and test), or IDX, Parquet, .npz, .npy or CSV files`,
  );
}

async function partsInFile(path: string): Promise<PartSet[]> {
  const extension = extname(path.replace(/\.gz$/i, '')).toLowerCase();
  if (extension === '.parquet') return readParquetSet(path);
  if (extension === '.npz') return readNpz(path);
  if (extension === '.npy') return readNpyFile(path);
  if (isIdxPictures(path) || isIdxLabels(path) || looksLikeIdx(await beginning(path)))
    return readIdxSet(path);
  if (tables.has(extension)) return readTable(path);
  throw new UserError(
    `${path} is of no kind that is read: expected a folder of pictures, or an IDX, Parquet, .npz, .npy or CSV file`,
  );
}

async function beginning(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const bytes = new Uint8Array(4);
    const { bytesRead } = await file.read(bytes, 0, 4, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
