import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../errors.mjs';

/**
 * The variables that make node-gyp use the C++ compiler that is there.
 *
 * Throws a `SetupError` with the cure where there is no compiler or no make.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @param {NodeJS.Platform} [platform]
 * @returns {Record<string, string>}
 */
export function compilerVariables(env = process.env, platform = process.platform) {
  // node-gyp looks for Visual Studio by itself, and says what it misses.
  if (platform === 'win32') return {};
  const make = env.MAKE || ['make', 'gmake'].find((name) => onPath(name, env));
  const compiler = env.CXX || ['g++', 'clang++', 'c++'].find((name) => onPath(name, env));
  if (!compiler || !make) {
    const missing = [compiler ? '' : 'a C++ compiler', make ? '' : 'make'].filter(Boolean).join(' and ');
    const cure =
      platform === 'darwin' ? 'xcode-select --install' : 'Debian, Ubuntu: sudo apt-get install g++ make';
    throw new SetupError(
      `The TensorFlow binding must be compiled here, but ${missing} ${compiler || make ? 'is' : 'are'} missing. Install it (${cure}), then run the same again.`,
    );
  }
  /** @type {Record<string, string>} */
  const variables = {};
  if (!env.CXX && compiler !== 'g++') {
    variables.CXX = compiler;
    variables.CC = compiler.replace('++', '').replace(/^c$/, 'cc');
  }
  if (!env.MAKE && make !== 'make') variables.MAKE = make;
  return variables;
}

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 */
function onPath(name, env) {
  return (env.PATH ?? '').split(':').some((folder) => {
    try {
      const path = join(folder || '.', name);
      accessSync(path, constants.X_OK);
      return statSync(path).isFile();
    } catch {
      return false;
    }
  });
}
