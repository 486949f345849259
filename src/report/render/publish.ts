import { randomUUID } from 'node:crypto';
import { lstat, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../../common/errors';
import { explainWrite } from '../../common/files';

/**
 * Makes the folder of one report: `build` fills a temporary one, which is renamed to `<reports>/<time>` when all
 * is there; then `<reports>/latest` points to it. A failed build leaves nothing.
 *
 * @returns the report's folder
 */
export async function publishReport(
  reports: string,
  time: Date,
  build: (folder: string) => Promise<void>,
): Promise<string> {
  await mkdir(reports, { recursive: true });
  const temporary = join(reports, `.building-${randomUUID().slice(0, 8)}`);
  await mkdir(temporary);
  try {
    await build(temporary);
    const name = await renameToFree(temporary, reports, timeName(time));
    await pointTo(join(reports, 'latest'), name);
    return join(reports, name);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw explainWrite(reports, error);
  }
}

/** A time as the name of a folder, in local time and sorting by age: `2026-11-23T22-13-05`. */
export function timeName(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  return `${day}T${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join('-')}`;
}

/** Renames a folder to the first free one of `name`, `name-2`, `name-3`…; gives the name taken. */
async function renameToFree(from: string, parent: string, name: string): Promise<string> {
  for (let i = 1; ; i++) {
    const free = i === 1 ? name : `${name}-${i}`;
    const taken = await lstat(join(parent, free)).catch(() => undefined);
    if (taken) continue;
    await rename(from, join(parent, free));
    return free;
  }
}

/** Points a relative link to a folder beside it, in one step; where links can't be made, a text file names it. */
async function pointTo(link: string, name: string): Promise<void> {
  const temporary = `${link}.${process.pid}.tmp`;
  try {
    await symlink(name, temporary, 'dir');
    await rename(temporary, link);
  } catch (error) {
    await rm(temporary, { force: true });
    if (!['EPERM', 'ENOSYS', 'EISDIR', 'EEXIST', 'ENOTEMPTY'].some((code) => hasCode(error, code)))
      throw error;
    // Windows gives links to administrators only.
    await writeFile(`${link}.txt`, `${name}\n`);
  }
}
