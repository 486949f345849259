import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import sharp from 'sharp';
import { hasCode, messageOf, UserError } from '../common/errors';
import { sha256 } from '../common/files';
import type { LongWork } from '../common/progress';
import { cutSheet, type SheetDigit } from '../imaging/cut-sheet';
import { openPhoto } from '../imaging/open';
import { customFolder } from './capture';
import type { Shot } from './shot';
import { type NewShot, openStore } from './store';

/** Which sheets to cut, and where their digits go. */
export interface ImportSheetsOptions extends LongWork {
  /** The folder of the sheets' photos; see `importSheets`. */
  from: string;
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
}

/** A whole sheet is opened with at most so many pixels along its long side. */
const longest = 4096;

/**
 * Cuts photos of whole sheets into their digits, and enters each digit as a photo of that sheet.
 *
 * A sheet full of one digit lies in the folder `from/<digit>`; one with several digits lies in `from` itself and
 * is named after what it shows, its rows parted by `_`, anything after a space: `01234_56789 Anna.jpg`. A sheet
 * whose name doesn't agree with what is found on it is refused with both in the reason, and so is one without
 * digits or a damaged one, while the rest goes on. The same sheet comes in once however often it is imported.
 * Digits are kept as grey PNGs. Throws a `UserError` where there is no such folder.
 */
export async function importSheets(options: ImportSheetsOptions): Promise<ImportedSheets> {
  const { folder = customFolder(), writer = 'unknown', onProgress, signal } = options;
  const from = resolve(options.from);
  signal?.throwIfAborted();
  const files = await sheetsIn(from);
  const session = `sheets-${sha256(from).slice(0, 10)}`;
  const store = await openStore(folder);
  const refused: ImportedSheets['refused'] = [];
  const before = store.shots.length;
  try {
    for (const [i, file] of files.entries()) {
      signal?.throwIfAborted();
      try {
        const shots = await digitsOf(join(from, file), labelsOf(file), session, writer);
        const known = new Set(store.shots.map(({ id }) => id));
        const fresh = shots.filter(({ shot }) => !known.has(shot.id));
        if (fresh.length > 0) await store.add(fresh);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        refused.push({ file, reason: messageOf(error) });
      }
      onProgress?.({ task: 'cutting sheets', done: i + 1, total: files.length });
    }
    const shots = store.shots.filter((shot) => shot.session === session);
    return { session, shots, taken: store.shots.length - before, refused };
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
      const names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
      files.push(...names.map(({ name }) => (part === '' ? name : `${part}/${name}`)).sort());
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
      if (part === '') throw new UserError(`there is no folder ${from}: check the path`);
    }
  }
  return files;
}

/** What a sheet shows by its name: one digit all over, or the digits of each row. */
function labelsOf(file: string): number | number[][] {
  if (file.includes('/')) return Number(file[0]);
  const [rows] = basename(file, extname(file)).split(' ');
  if (!/^\d+(_\d+)*$/.test(rows)) {
    throw new UserError(
      `expected a name such as 01234_56789.jpg, the digits of each row, or the folder of one digit; got ${file}`,
    );
  }
  return rows.split('_').map((row) => [...row].map(Number));
}

/** Cuts one sheet; throws a `UserError` where it isn't what it is called. */
async function digitsOf(
  path: string,
  labels: number | number[][],
  session: string,
  writer: string,
): Promise<NewShot[]> {
  const bytes = await readFile(path);
  const { mtime } = await stat(path);
  const found = cutSheet(await openPhoto(bytes, { longest, name: basename(path) }));
  if (found.length === 0) throw new UserError('no digits found on the sheet');
  const rows = countRows(found);
  if (typeof labels !== 'number' && rows.join() !== labels.map((row) => row.length).join()) {
    throw new UserError(
      `expected rows of ${labels.map((row) => row.length).join(', ')} digits by its name, found ${rows.join(', ')}`,
    );
  }
  const sheet = `${session}-${sha256(bytes).slice(0, 16)}`;
  return Promise.all(
    found.map(async ({ row, column, picture }) => {
      const label = typeof labels === 'number' ? labels : labels[row][column];
      const { width, height, pixels } = picture;
      const photo = await sharp(pixels, { raw: { width, height, channels: 1 } })
        .toColourspace('b-w')
        .png()
        .toBuffer();
      const id = `${sheet}-${row}-${column}`;
      const shot: Shot = {
        id,
        file: `photos/${label}/${id}.png`,
        sha256: sha256(photo),
        label,
        sheet,
        session,
        writer,
        device: 'folder',
        time: mtime.toISOString(),
        width,
        height,
        flags: [],
      };
      return { shot, photo };
    }),
  );
}

function countRows(found: readonly SheetDigit[]): number[] {
  const counts: number[] = [];
  for (const { row } of found) counts[row] = (counts[row] ?? 0) + 1;
  return counts;
}
