import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * The project's own Python.
 *
 * @param {string} folder the repository's root
 */
export function python(folder) {
  return process.platform === 'win32'
    ? join(folder, '.venv', 'Scripts', 'python.exe')
    : join(folder, '.venv', 'bin', 'python');
}

/**
 * The environment for everything that is started here: this very Node is the `node` that a notebook's kernel
 * finds, and the project's kernel goes before one of the same name in the home folder.
 *
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment() {
  const separator = process.platform === 'win32' ? ';' : ':';
  return {
    ...process.env,
    PATH: [dirname(process.execPath), process.env.PATH].filter(Boolean).join(separator),
    JUPYTER_PREFER_ENV_PATH: '1',
  };
}
