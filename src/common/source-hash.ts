import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from './files';
import { repository } from './workspace';

/**
 * Names the code of one folder of `src`, its folders included, as 64 hexadecimal digits.
 *
 * Whoever keeps what that code made keeps it under this name, so that changed code never serves old results.
 */
export async function sourceHash(folder: string): Promise<string> {
  const root = join(repository, 'src', folder);
  const names = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.ts')).sort();
  const sources = await Promise.all(names.map((name) => readFile(join(root, name), 'utf8')));
  return sha256(JSON.stringify([names, sources]));
}
