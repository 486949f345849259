import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hasCode, messageOf, UserError } from './errors';

/**
 * Writes a file whole or not at all: to a temporary name beside it, flushed to disk, then renamed.
 *
 * The folder is made where it is missing. Throws a `UserError` when the disk is full or the place can't be
 * written; whatever stood there before is then untouched.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.tmp`);
  let file: FileHandle | undefined;
  try {
    await mkdir(dirname(path), { recursive: true });
    file = await open(temporary, 'wx');
    await file.writeFile(content);
    await file.sync();
    await file.close();
    file = undefined;
    await rename(temporary, path);
  } catch (error) {
    await file?.close().catch(() => undefined);
    await rm(temporary, { force: true }).catch(() => undefined);
    throw explainWrite(path, error);
  }
}

/** Turns what the file system says about a failed write into words for the user. */
export function explainWrite(path: string, error: unknown): Error {
  if (hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT')) {
    return new UserError(`no space left on the disk to write ${path}: free some and run the same again`);
  }
  if (hasCode(error, 'EACCES') || hasCode(error, 'EPERM') || hasCode(error, 'EROFS')) {
    return new UserError(`${path} can't be written (${messageOf(error)}): check the folder's permissions`);
  }
  return error instanceof Error ? error : new Error(String(error));
}

/** Reads a file, or gives `undefined` where there is none. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** The SHA-256 of some bytes or of a text in UTF-8, as 64 hexadecimal digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
