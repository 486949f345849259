import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { explainFailure, SetupError } from '../errors.mjs';
import { python, toolEnvironment } from '../paths.mjs';
import { runTool } from '../tool.mjs';
import { compilerVariables } from './compiler.mjs';
import { gypVariables } from './gyp.mjs';
import { bindingFolder } from './note.mjs';

// Its shared libraries export TensorFlow's whole C API, which is all that the binding calls.
const wheel = 'tensorflow-cpu==2.21.0';
/** @type {Record<string, string>} */
const wheelPlatforms = { 'linux-x64': 'manylinux_2_27_x86_64', 'linux-arm64': 'manylinux_2_27_aarch64' };

/**
 * Binds to the libtensorflow in a Python wheel: fetches it through pip, unpacks its two libraries and its headers,
 * and compiles the addon against them.
 *
 * @param {string} root the repository's root
 * @param {(line: string) => void} onLine
 */
export async function bindWheel(root, onLine) {
  const platform = wheelPlatforms[`${process.platform}-${process.arch}`];
  if (!platform) {
    throw new SetupError(
      `The TensorFlow binding's installer failed, and no wheel stands in for it on ${process.platform} ${process.arch}. ` +
        'Check that its host can be reached (see the lines above), then run the same again.',
    );
  }
  // Asked before the long download, not after it.
  refuseSpaces(root);
  const compiler = compilerVariables();
  const folder = bindingFolder(root);
  const deps = join(folder, 'deps');
  rmSync(deps, { recursive: true, force: true });
  const download = join(deps, 'download');
  mkdirSync(download, { recursive: true });
  await fetchWheel(root, platform, download, onLine);
  onLine('unpacking libtensorflow');
  await unpack(root, download, deps);
  rmSync(download, { recursive: true });
  await compile(root, compiler, onLine);
  // Headers and objects have done their work.
  rmSync(join(deps, 'include'), { recursive: true, force: true });
  for (const name of readdirSync(folder)) {
    if (name.startsWith('build')) rmSync(join(folder, name), { recursive: true });
  }
}

/**
 * make, which builds the addon, takes a space in a path for its end.
 *
 * @param {string} root
 */
export function refuseSpaces(root) {
  if (!/\s/.test(root)) return;
  throw new SetupError(
    `The TensorFlow binding must be compiled here, which fails in a folder with a space in its path: ${root}. ` +
      'Move the project to one without (mv, or clone it anew), then run the same again.',
  );
}

/**
 * @param {string} root
 * @param {string} platform
 * @param {string} download
 * @param {(line: string) => void} onLine
 */
async function fetchWheel(root, platform, download, onLine) {
  const pip = [
    '-m',
    'pip',
    'download',
    '--disable-pip-version-check',
    '--no-input',
    '--no-deps',
    '-d',
    download,
  ];
  // Named, so that the Python that happens to be here doesn't matter: only the libraries are used.
  const target = [
    '--only-binary=:all:',
    '--python-version',
    '3.11',
    '--implementation',
    'cp',
    '--platform',
    platform,
  ];
  onLine(`fetching ${wheel} (about 270 MB)`);
  const { code, output } = await runTool(python(root), [...pip, ...target, wheel], {
    // The system's own temporary folder is often a small one in memory.
    env: { ...toolEnvironment(), TMPDIR: download },
    onLine: (line) => onLine(line.replace(/^(Downloading|Using cached) \S*\//, '$1 ')),
  });
  if (code !== 0)
    throw explainFailure(`libtensorflow (pip download ${wheel})`, output, 'the Python package index');
}

/**
 * @param {string} root
 * @param {string} download
 * @param {string} deps
 */
async function unpack(root, download, deps) {
  const file = readdirSync(download).find((name) => name.endsWith('.whl'));
  if (!file) throw new SetupError(`pip download left no ${wheel} behind: run the same again`);
  const script = join(root, 'src', 'setup', 'tensorflow', 'unpack_wheel.py');
  const { code, output } = await runTool(python(root), [script, join(download, file), deps]);
  if (code !== 0) throw explainFailure(`Unpacking ${basename(file)}`, output);
  const lib = join(deps, 'lib');
  symlinkSync('libtensorflow_cc.so.2', join(lib, 'libtensorflow.so'));
  symlinkSync('libtensorflow_framework.so.2', join(lib, 'libtensorflow_framework.so'));
}

/**
 * @param {string} root
 * @param {Record<string, string>} compiler
 * @param {(line: string) => void} onLine
 */
async function compile(root, compiler, onLine) {
  onLine('compiling the addon');
  const { code, output } = await runTool(
    process.execPath,
    [join(root, 'node_modules', '.bin', 'node-pre-gyp'), 'install', '--build-from-source'],
    {
      cwd: bindingFolder(root),
      env: {
        ...toolEnvironment(),
        ...gypVariables(process.env),
        npm_config_python: python(root),
        npm_config_loglevel: 'info',
        ...compiler,
      },
      onLine,
    },
  );
  if (code !== 0)
    throw explainFailure(
      'Compiling the TensorFlow binding',
      output,
      'nodejs.org, which has the headers of this Node,',
    );
}
