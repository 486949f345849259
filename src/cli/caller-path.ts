import { isAbsolute, relative, resolve } from 'node:path';
import { repository } from '../common/workspace';

/**
 * A path that a person typed, as seen from the repository's root, where commands run.
 *
 * npm changes to that root before it starts a command and keeps the folder that the person stood in as
 * `INIT_CWD`.
 */
export function callerPath(path: string, standing: string = process.env.INIT_CWD ?? process.cwd()): string {
  if (path === '' || isAbsolute(path)) return path;
  return relative(repository, resolve(standing, path)) || '.';
}
