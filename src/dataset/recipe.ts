import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { sha256 } from '../common/files';
import { repository } from '../common/workspace';

/**
 * Names the way in which photos are prepared, as 64 hexadecimal digits: the source of every module of
 * `src/imaging` and the versions of the libraries that decode.
 *
 * Whoever keeps prepared pictures keeps them under this name, so that a changed step never serves old ones.
 */
export async function recipe(): Promise<string> {
  const folder = join(repository, 'src', 'imaging');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
  const sources = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return sha256(JSON.stringify([sharp.versions, names, sources]));
}
