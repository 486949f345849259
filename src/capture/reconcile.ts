import { appendFile, mkdir, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../common/errors';
import { readIfThere, writeWhole } from '../common/files';
import { manifestName, parseManifest } from './manifest';
import type { Shot } from './shot';

/** What didn't fit together and now lies in the folder `quarantine`. */
export interface SetAside {
  /** Photos that no line names. */
  photos: string[];
  /** Lines whose photo is missing, and an unfinished last line. */
  lines: string[];
}

/**
 * Makes a folder's photos and manifest agree again, as after a capture that was killed.
 *
 * Photos without a line and lines without a photo go to `quarantine` and are never deleted: photos keep their
 * name, lines are added to `quarantine/lines.jsonl`. Throws a `UserError` for a manifest that can't be read.
 */
export async function reconcile(folder: string): Promise<{ shots: Shot[]; setAside: SetAside }> {
  const path = join(folder, manifestName);
  const text = (await readIfThere(path))?.toString('utf8') ?? '';
  const { shots: named, unfinished } = parseManifest(text, path);
  const present = await photosIn(folder);

  const shots = named.filter(({ file }) => present.has(file));
  const lost = named.filter(({ file }) => !present.has(file));
  const lines = [
    ...lost.map((shot) => JSON.stringify(shot)),
    ...(unfinished === undefined ? [] : [unfinished]),
  ];
  if (lines.length > 0) {
    await mkdir(join(folder, 'quarantine'), { recursive: true });
    await appendFile(join(folder, 'quarantine', 'lines.jsonl'), `${lines.join('\n')}\n`);
    await writeWhole(path, shots.map((shot) => `${JSON.stringify(shot)}\n`).join(''));
  }

  const kept = new Set(shots.map(({ file }) => file));
  const photos = [...present].filter((file) => !kept.has(file));
  for (const file of photos) await setAsidePhoto(folder, file);
  return { shots, setAside: { photos, lines } };
}

/** The files under `photos`, as the manifest would name them. */
async function photosIn(folder: string): Promise<Set<string>> {
  const found = new Set<string>();
  for (let label = 0; label <= 9; label++) {
    for (const name of await readdir(join(folder, 'photos', String(label))).catch(noFolder)) {
      found.add(`photos/${label}/${name}`);
    }
  }
  return found;
}

function noFolder(error: unknown): string[] {
  if (hasCode(error, 'ENOENT')) return [];
  throw error;
}

async function setAsidePhoto(folder: string, file: string): Promise<void> {
  const [, label, name] = file.split('/');
  const home = join(folder, 'quarantine', 'photos', label);
  await mkdir(home, { recursive: true });
  for (let n = 0; ; n++) {
    const place = join(home, n === 0 ? name : `${n}-${name}`);
    const taken = await stat(place).catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    });
    if (taken) continue;
    await rename(join(folder, file), place);
    return;
  }
}
