import { createHash } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Does some work while no other process does the same for this folder; waits for one that does.
 *
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} work
 * @param {{ onWait?: (pid: number) => void, every?: number }} [options] `every`: milliseconds between two looks
 * @returns {Promise<T>}
 */
export async function withLock(folder, work, { onWait, every = 500 } = {}) {
  const path = lockPath(folder);
  let told = false;
  while (!take(path)) {
    const holder = Number(readOr(path, ''));
    if (!runs(holder)) {
      // Its holder was killed.
      rmSync(path, { force: true });
      continue;
    }
    if (!told) onWait?.(holder);
    told = true;
    await pause(every);
  }
  const free = () => rmSync(path, { force: true });
  process.once('exit', free);
  try {
    return await work();
  } finally {
    process.removeListener('exit', free);
    free();
  }
}

/**
 * Outside the project, all of which set-up may be about to make anew.
 *
 * @param {string} folder
 */
export function lockPath(folder) {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  return join(tmpdir(), `inkdrift-setup-${name}.lock`);
}

/** @param {string} path */
function take(path) {
  // Linked into place, so that nobody finds it without the number in it.
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * @param {string} path
 * @param {string} otherwise
 */
function readOr(path, otherwise) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}

/** @param {number} pid */
function runs(pid) {
  if (!pid || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
