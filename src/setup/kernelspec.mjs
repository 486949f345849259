import { join } from 'node:path';
import { readText, writeText } from './files.mjs';

const spec = {
  // The very `node` that set-up ran on: whoever starts the kernel puts its folder first on the PATH.
  argv: ['node', '{resource_dir}/kernel.cjs', '{connection_file}'],
  display_name: 'TypeScript (inkdrift)',
  language: 'typescript',
  interrupt_mode: 'signal',
  env: { TF_CPP_MIN_LOG_LEVEL: '1' },
  metadata: { debugger: false },
};

// Thin, so that what it starts is never stale; it finds the repository from where it lies.
const launcher = `'use strict';

const { join, resolve } = require('node:path');

require(join(resolve(__dirname, '..', '..', '..', '..', '..'), 'src', 'setup', 'kernel', 'start.js'));
`;

/**
 * The step that registers the notebooks' kernel in the Python environment.
 *
 * The folder's name is in lower case: with another, JupyterLab asks which kernel to take.
 *
 * @param {string} root the repository's root
 * @returns {import('./steps.mjs').Step}
 */
export function kernelSpec(root) {
  const folder = join(root, '.venv', 'share', 'jupyter', 'kernels', 'tslab');
  const files = [
    { path: join(folder, 'kernel.json'), text: `${JSON.stringify(spec, null, 2)}\n` },
    { path: join(folder, 'kernel.cjs'), text: launcher },
  ];
  return {
    name: 'TypeScript kernel',
    ready: () => files.every(({ path, text }) => readText(path) === text),
    async run() {
      for (const { path, text } of files) writeText(path, text);
    },
  };
}
