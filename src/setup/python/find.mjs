import { SetupError } from '../errors.mjs';
import { runTool } from '../tool.mjs';

/** The oldest Python that the pinned JupyterLab runs on. */
export const oldestPython = [3, 10];

const question =
  'import json, sys\n' +
  'def has(name):\n' +
  '    try:\n' +
  '        __import__(name)\n' +
  '        return True\n' +
  '    except ImportError:\n' +
  '        return False\n' +
  'print(json.dumps({"version": list(sys.version_info[:3]), "venv": has("venv") and has("ensurepip")}))';

/** @typedef {{ command: string, version: string }} FoundPython */

/**
 * Finds a Python that can make a virtual environment: the one that the environment variable INKDRIFT_PYTHON
 * names, else `python3` or `python` on the PATH.
 *
 * Throws a `SetupError` that says what was found instead, and the cure.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<FoundPython>}
 */
export async function findPython(env = process.env) {
  const wanted = oldestPython.join('.');
  const candidates = env.INKDRIFT_PYTHON ? [env.INKDRIFT_PYTHON] : ['python3', 'python'];
  /** @type {string[]} */
  const tooOld = [];
  /** @type {string[]} */
  const withoutVenv = [];
  for (const command of candidates) {
    const { code, output } = await runTool(command, ['-c', question], { env, timeout: 20_000 });
    const answer = code === 0 ? /\{.*\}/.exec(output) : null;
    if (!answer) continue;
    /** @type {{ version: number[], venv: boolean }} */
    const { version, venv } = JSON.parse(answer[0]);
    const [major, minor] = version;
    if (major < oldestPython[0] || (major === oldestPython[0] && minor < oldestPython[1])) {
      tooOld.push(`${command} is ${version.join('.')}`);
    } else if (!venv) withoutVenv.push(command);
    else return { command, version: version.join('.') };
  }
  if (withoutVenv.length > 0) {
    throw new SetupError(
      `${withoutVenv[0]} cannot make a virtual environment: its modules venv and ensurepip are missing. ` +
        'Install them (Debian, Ubuntu: sudo apt-get install python3-venv), then run the same again.',
    );
  }
  if (tooOld.length > 0) {
    throw new SetupError(
      `Python ${wanted} or later is needed, but ${tooOld.join(' and ')}. ` +
        'Install a later one, or name it: INKDRIFT_PYTHON=/path/to/python3 npm run setup',
    );
  }
  throw new SetupError(
    `Python ${wanted} or later is needed, but ${env.INKDRIFT_PYTHON ? `${env.INKDRIFT_PYTHON} (named by INKDRIFT_PYTHON) does not run` : 'there is no python3 on the PATH'}. ` +
      'Install it (Debian, Ubuntu: sudo apt-get install python3 python3-venv; macOS: brew install python), ' +
      'or name one: INKDRIFT_PYTHON=/path/to/python3 npm run setup',
  );
}
