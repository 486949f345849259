import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readText } from './files.mjs';

/**
 * Does some work while no other process does the same for this folder; waits for one that does.
 *
 * The lock names the process that holds it and when that one started, so that neither a process that was killed
 * nor another that has its number by now is waited for.
 *
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} work
 * @param {{ onWait?: (pid: number) => void, every?: number }} [options] `every`: milliseconds between two looks
 * @returns {Promise<T>}
 */
export async function withLock(folder, work, { onWait, every = 500 } = {}) {
  const path = lockPath(folder);
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid), id: randomUUID() });
  let told = false;
  while (!take(path, mine)) {
    const content = contentOf(path);
    if (content === undefined) continue;
    const holder = holderOf(content);
    if (holder === undefined) {
      clearDead(path, content);
      continue;
    }
    if (!told) onWait?.(holder);
    told = true;
    await pause(every);
  }
  const free = () => {
    if (readText(path) === mine) rmSync(path, { force: true });
  };
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

/**
 * @param {string} path
 * @param {string} content
 */
function take(path, content) {
  // Linked into place, so that nobody finds it half-written.
  const own = `${path}.${randomUUID().slice(0, 8)}`;
  try {
    writeFileSync(own, content);
    return link(own, path);
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * What a lock holds, or `undefined` where it was freed just now; one that another user keeps closed throws.
 *
 * @param {string} path
 */
function contentOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * Removes the lock of a process that has ended.
 *
 * @param {string} path
 * @param {string} content what the lock held when its process was found to have ended
 */
export function clearDead(path, content) {
  const aside = `${path}.${randomUUID().slice(0, 8)}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  // Another process may have cleared the same dead lock and put its own there just before the rename.
  if (readFileSync(aside, 'utf8') !== content) link(aside, path);
  rmSync(aside, { force: true });
}

/**
 * @param {string} from
 * @param {string} to
 */
function link(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/**
 * The process that holds a lock, or `undefined` where it has ended or the lock makes no sense.
 *
 * @param {string} content
 */
function holderOf(content) {
  const match = /^\{"pid":(\d+),"started":"([^"]*)"/.exec(content);
  if (!match) return undefined;
  const pid = Number(match[1]);
  return runs(pid) && match[2] === startOf(pid) ? pid : undefined;
}

/** @param {number} pid */
function runs(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/**
 * When a process started, in the system's own words (Linux: field 22 of its stat), or '' where it doesn't tell.
 *
 * @param {number} pid
 */
function startOf(pid) {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat) return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function hasCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}
