import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { explainWrite, writeWhole } from '../common/files';
import { takeLock } from '../common/lock';
import { manifestName } from './manifest';
import { reconcile, type SetAside } from './reconcile';
import { Shot } from './shot';

/** A photo and what the manifest will say of it. */
export interface NewShot {
  shot: Shot;
  photo: Uint8Array;
}

/** A folder of photos with its manifest, open for one writer. */
export interface Store {
  /** What the manifest holds, in order; grows with `add`. */
  readonly shots: readonly Shot[];
  /** What was set aside when the store was opened. */
  readonly setAside: SetAside;
  /** Adds photos: first all the files, flushed to the disk, and then their lines in one go. */
  add(batch: readonly NewShot[]): Promise<void>;
  /** Frees the folder for another writer. */
  close(): Promise<void>;
}

/**
 * Opens a folder of photos for writing, `data/custom` for example, and makes photos and manifest agree.
 *
 * Throws a `UserError` while another process writes there, and for a manifest that can't be read.
 */
export async function openStore(folder: string): Promise<Store> {
  const free = await takeLock(join(folder, '.lock'), 'taking photos');
  try {
    const { shots, setAside } = await reconcile(folder);
    return {
      shots,
      setAside,
      async add(batch) {
        for (const { shot } of batch) Shot.parse(shot);
        await Promise.all(batch.map(({ shot, photo }) => writeWhole(join(folder, shot.file), photo)));
        await append(
          join(folder, manifestName),
          batch.map(({ shot }) => `${JSON.stringify(shot)}\n`).join(''),
        );
        shots.push(...batch.map(({ shot }) => shot));
      },
      close: free,
    };
  } catch (error) {
    await free();
    throw error;
  }
}

/** Appends a text whole: on failure the file is cut back to what it was. */
async function append(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'a');
    try {
      const { size } = await file.stat();
      try {
        await file.writeFile(text);
        await file.datasync();
      } catch (error) {
        await file.truncate(size);
        throw error;
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    throw explainWrite(path, error);
  }
}
