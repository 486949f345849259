import { existsSync, realpathSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { explainFailure, SetupError } from '../errors.mjs';
import { hashOf, readJson, writeText } from '../files.mjs';
import { python, toolEnvironment } from '../paths.mjs';
import { runTool } from '../tool.mjs';
import { findPython } from './find.mjs';

/**
 * The step that makes `.venv`: a Python environment inside the project with everything in `requirements.txt`,
 * and what that brings along in the versions of `constraints.txt`.
 *
 * @param {string} root the repository's root
 * @returns {import('../steps.mjs').Step}
 */
export function pythonEnvironment(root) {
  const folder = join(root, '.venv');
  const stamp = join(folder, '.inkdrift.json');
  const requirements = join(root, 'src', 'setup', 'requirements.txt');
  const constraints = join(root, 'src', 'setup', 'constraints.txt');
  // Its scripts hold the folder's absolute path: an environment that was moved is made anew.
  const wanted = () => ({ folder, requirements: hashOf(requirements), constraints: hashOf(constraints) });

  return {
    name: 'Python environment',
    ready() {
      if (!environmentRuns(root)) return false;
      return JSON.stringify(readJson(stamp)) === JSON.stringify(wanted());
    },
    async run(onLine) {
      const env = toolEnvironment();
      const made = /** @type {{ folder?: string } | undefined} */ (readJson(stamp));
      if (!environmentRuns(root) || made?.folder !== folder) {
        const found = await findPython();
        rmSync(folder, { recursive: true, force: true });
        onLine(`a virtual environment with Python ${found.version}`);
        const { code, output } = await runTool(found.command, ['-m', 'venv', folder], { env, onLine });
        if (code !== 0) throw explainVenv(output);
      }
      const pip = [
        '-m',
        'pip',
        'install',
        '--disable-pip-version-check',
        '--no-input',
        '-r',
        requirements,
        '-c',
        constraints,
      ];
      const { code, output } = await runTool(python(root), pip, {
        env,
        onLine: (line) => onLine(short(line)),
      });
      if (code !== 0)
        throw explainFailure('Python packages (pip install)', output, 'the Python package index');
      writeText(stamp, `${JSON.stringify(wanted())}\n`);
    },
  };
}

/**
 * Says whether the environment's Python and its JupyterLab are there. Its Python is a link to the system's, which
 * may have gone, or become a later one that looks for its packages in another folder.
 *
 * @param {string} root
 */
function environmentRuns(root) {
  const interpreter = python(root);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const tools = ['jupyter-lab', 'jupyter-nbconvert', 'papermill'];
  const there = [interpreter, ...tools.map((tool) => join(dirname(interpreter), tool + suffix))];
  if (!there.every(existsSync)) return false;
  const version = /^python(\d+\.\d+)$/.exec(basename(realpathSync(interpreter)));
  return !version || existsSync(join(root, '.venv', 'lib', `python${version[1]}`, 'site-packages'));
}

/** @param {string} output */
function explainVenv(output) {
  if (/ensurepip|python3-venv/.test(output)) {
    return new SetupError(
      'Python cannot make a virtual environment: its module ensurepip is missing. ' +
        'Install it (Debian, Ubuntu: sudo apt-get install python3-venv), then run the same again.',
    );
  }
  return explainFailure('Python environment (python -m venv)', output);
}

/**
 * pip's lines without the addresses and paths in them.
 *
 * @param {string} line
 */
function short(line) {
  return line.replace(/ \(from .*$/, '').replace(/^(Downloading|Using cached) \S*\//, '$1 ');
}
