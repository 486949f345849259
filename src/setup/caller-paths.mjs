import { isAbsolute, resolve } from 'node:path';

/** The environment variables that name a file or a folder. */
const variables = ['MNIST_DIR', 'INKDRIFT_WORKSPACE', 'INKDRIFT_BROWSER', 'INKDRIFT_PYTHON'];

/**
 * Makes the paths in our environment variables absolute, in place, as seen from where the person stood: npm
 * changes to the repository's root and keeps that folder as `INIT_CWD`.
 *
 * @param {NodeJS.ProcessEnv} [env]
 */
export function resolveCallerPaths(env = process.env) {
  const standing = env.INIT_CWD ?? process.cwd();
  for (const name of variables) {
    const path = env[name];
    if (!path || isAbsolute(path)) continue;
    // A bare name of a program is looked up on the PATH.
    if (name === 'INKDRIFT_PYTHON' && !/[\\/]/.test(path)) continue;
    env[name] = resolve(standing, path);
  }
}
