import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { hasCode, messageOf, UserError } from '../common/errors';
import { sha256 } from '../common/files';
import type { LongWork } from '../common/progress';
import { customFolder } from './capture';
import { readList } from './labels';
import { type CutPhoto, digitsOfSheet } from './sheet-digits';
import { layoutForms, readLayout, type SheetLayout } from './sheet-layout';
import type { Shot } from './shot';
import { openStore, type Store } from './store';

/** Which sheets to cut, and where their digits go. */
export interface ImportSheetsOptions extends LongWork {
  /** The folder of the sheets' photos; see `importSheets`. */
  from: string;
  /** Only these photos in it, by name (default: all). */
  only?: readonly string[];
  /** What all the sheets show, as `readLayout` reads it (default: each photo's own line in the list, or its name). */
  shows?: string;
  /** The folder of the photos and their manifest (default `data/custom` of the workspace). */
  folder?: string;
  /** Whose hand wrote the digits (default `unknown`). */
  writer?: string;
}

/** What an import of sheets leaves. */
export interface ImportedSheets {
  /** The session's name: what the balancing is to choose by. */
  session: string;
  /** All of the session's shots, those of earlier imports included. */
  shots: Shot[];
  /** How many digits were new this time. */
  taken: number;
  /** The sheets that were left out, with the reason. */
  refused: { file: string; reason: string }[];
  /** The first sheet that was cut, to look at. */
  example?: CutPhoto;
}

/** Larger files than this aren't read. */
const largest = 100 * 2 ** 20;

/**
 * Cuts photos of whole sheets into their digits, and enters each digit as a photo of that sheet.
 *
 * What a sheet shows stands in `shows`, else in the folder's list (`labels.csv`, see `readList`), else in the
 * photo's name up to the first space: `01234_56789 Anna.jpg`, `rows-0123456789.jpg`; a sheet full of one digit may
 * also lie in a folder `0` to `9`. A sheet that doesn't agree with what is said of it is refused with both in the
 * reason, and so is one without digits or a damaged one, while the rest goes on. The same sheet comes in once
 * however often it is imported. Sheets of one folder are one session. Digits are kept as grey PNGs; the sheets'
 * photos stay as they are. Throws a `UserError` where there is no such folder, and for a layout that is none.
 */
export async function importSheets(options: ImportSheetsOptions): Promise<ImportedSheets> {
  const { folder = customFolder(), writer = 'unknown', only, shows, onProgress, signal } = options;
  const from = resolve(options.from);
  signal?.throwIfAborted();
  if (shows !== undefined && !readLayout(shows))
    throw new UserError(`expected what the sheets show, ${layoutForms}, but got ${JSON.stringify(shows)}`);
  const listed = new Map((await readList(from))?.map(({ name, label }) => [name, label]));
  const files = only ?? (await sheetsIn(from));
  const session = `sheets-${sha256(from).slice(0, 10)}`;
  const store = await openStore(folder);
  const refused: ImportedSheets['refused'] = [];
  const before = store.shots.length;
  let example: CutPhoto | undefined;
  try {
    for (const [i, file] of files.entries()) {
      signal?.throwIfAborted();
      try {
        const layout = layoutOf(file, shows ?? listed.get(file));
        const path = join(from, file);
        const { mtime, size } = await stat(path);
        if (size > largest) throw new UserError(`larger than ${largest / 2 ** 20} MB`);
        const photo = await readFile(path);
        const sheet = `${session}-${sha256(photo).slice(0, 16)}`;
        const origin = { session, sheet, writer, device: 'folder', time: mtime };
        const { shots, cut } = await digitsOfSheet(photo, layout, origin, basename(path));
        const fresh = unknownTo(store, shots);
        if (fresh.length > 0) await store.add(fresh);
        example ??= cut;
      } catch (error) {
        if (hasCode(error, 'ENOENT')) refused.push({ file, reason: 'there is no such file' });
        else if (error instanceof UserError) refused.push({ file, reason: messageOf(error) });
        else throw error;
      }
      onProgress?.({ task: 'cutting sheets', done: i + 1, total: files.length });
    }
    const shots = store.shots.filter((shot) => shot.session === session);
    return { session, shots, taken: store.shots.length - before, refused, example };
  } finally {
    await store.close();
  }
}

/** The photos in `from` and in its folders 0 to 9, from there with `/`, in order. */
async function sheetsIn(from: string): Promise<string[]> {
  const files: string[] = [];
  for (const part of ['', ...'0123456789']) {
    try {
      const entries = await readdir(join(from, part), { withFileTypes: true });
      const names = entries.filter(
        (entry) => entry.isFile() && !/^(\.|labels\.(csv|json)$)/.test(entry.name),
      );
      files.push(...names.map(({ name }) => (part === '' ? name : `${part}/${name}`)).sort());
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
      if (part === '') throw new UserError(`there is no folder ${from}: check the path`);
    }
  }
  return files;
}

/** What a sheet shows, by what is said of it or else by its name; throws where that tells nothing. */
function layoutOf(file: string, said: string | undefined): SheetLayout {
  const text = said ?? (file.includes('/') ? file[0] : basename(file, extname(file)).split(' ')[0]);
  const layout = readLayout(text);
  if (layout) return layout;
  throw new UserError(
    said === undefined
      ? `its name doesn't tell what it shows: expected ${layoutForms} before the first space`
      : `expected what it shows, ${layoutForms}, but got ${JSON.stringify(said)}`,
  );
}

/** The shots that the store doesn't hold yet; throws where it holds them under another digit. */
function unknownTo<T extends { shot: Shot }>(store: Store, shots: readonly T[]): T[] {
  const known = new Map(store.shots.map(({ id, label }) => [id, label]));
  const other = shots.find(({ shot }) => known.has(shot.id) && known.get(shot.id) !== shot.label);
  if (other)
    throw new UserError(
      `this sheet came in before with other digits (${other.shot.id} as ${known.get(other.shot.id)}): remove its lines from manifest.jsonl first`,
    );
  return shots.filter(({ shot }) => !known.has(shot.id));
}
