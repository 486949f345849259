import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasCode, UserError } from './errors';
import { explainWrite, readIfThere } from './files';

/**
 * Takes a lock file, so that one process at a time writes to a folder; gives the function that frees it.
 *
 * The file names the process that holds it. A lock whose process has ended is taken over, so that a crash
 * locks nobody out. Throws a `UserError` that names the process while it lives.
 */
export async function takeLock(path: string, task: string): Promise<() => Promise<void>> {
  const mine = JSON.stringify({ pid: process.pid, started: await startOf(process.pid), id: randomUUID() });
  const temporary = `${path}.${randomUUID().slice(0, 8)}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, mine);
    // A link fails where the name is taken, and the file behind it is never seen half-written.
    while (!(await linked(temporary, path))) await clearDead(path, task);
  } catch (error) {
    throw explainWrite(path, error);
  } finally {
    await rm(temporary, { force: true });
  }
  return async () => {
    if ((await readIfThere(path))?.toString() === mine) await rm(path, { force: true });
  };
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Removes the lock of a process that has ended, or throws. */
async function clearDead(path: string, task: string): Promise<void> {
  const content = (await readIfThere(path))?.toString();
  if (content === undefined) return;
  const pid = await holder(content);
  if (pid !== undefined) {
    throw new UserError(`${task}: process ${pid} is at it already (${path}); wait for it or stop it`);
  }
  const aside = `${path}.${randomUUID().slice(0, 8)}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  // Another process may have cleared the same dead lock and put its own there just before the rename.
  if ((await readFile(aside, 'utf8')) !== content) await linked(aside, path);
  await rm(aside, { force: true });
}

/** The process that holds a lock, or `undefined` where it has ended or the file makes no sense. */
async function holder(content: string): Promise<number | undefined> {
  const match = /^\{"pid":(\d+),"started":"([^"]*)"/.exec(content);
  if (!match) return undefined;
  const pid = Number(match[1]);
  if (!alive(pid)) return undefined;
  // The same number may by now be another process; where the system tells when it started, that settles it.
  return match[2] === (await startOf(pid)) ? pid : undefined;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** When a process started, in the system's own count (Linux: field 22 of its stat), else an empty text. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
