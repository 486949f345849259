import { rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SetupError } from '../errors.mjs';
import { toolEnvironment } from '../paths.mjs';
import { runTool } from '../tool.mjs';
import { hostAnswers } from './ask-host.mjs';
import { bindingFolder, wholeBinding } from './note.mjs';
import { verifyBinding } from './verify.mjs';
import { bindWheel } from './wheel.mjs';

/**
 * The step that binds TensorFlow to Node: through the package's own installer, or through the libraries of the
 * Python wheel where the installer's host is out of reach. Which it was stands in `deps/.inkdrift.json`.
 *
 * @param {string} root the repository's root
 * @returns {import('../steps.mjs').Step}
 */
export function tensorflowBinding(root) {
  return {
    name: 'TensorFlow binding',
    ready: () => wholeBinding(root) !== undefined,
    async run(onLine) {
      onLine('trying what is there');
      if (await verifyBinding(root)) return;
      const folder = bindingFolder(root);
      // Whatever is left of a broken-off attempt would mislead the next one.
      for (const part of ['deps', 'lib']) rmSync(join(folder, part), { recursive: true, force: true });

      const host = installerHost(process.env);
      const name = new URL(host).hostname;
      onLine(`asking ${name}`);
      if (await hostAnswers(host)) {
        const bin = join(root, 'node_modules', '.bin');
        const env = { ...toolEnvironment(), PATH: `${bin}${delimiter}${toolEnvironment().PATH}` };
        await runTool(process.execPath, ['scripts/install.js', 'cpu', 'download'], {
          cwd: folder,
          env,
          onLine,
          timeout: 15 * 60_000,
        });
        // Its exit code is 0 even where it failed, so what it left is tried.
        if (await verifyBinding(root)) return;
        onLine('the installer failed: taking libtensorflow from the Python wheel');
      } else onLine(`${name} does not answer: taking libtensorflow from the Python wheel`);

      await bindWheel(root, onLine);
      if (await verifyBinding(root)) return;
      throw new SetupError(
        'The TensorFlow binding was built but does not load here: this needs Linux with glibc 2.27 or later and a CPU with AVX.',
      );
    },
  };
}

/**
 * Where the package's installer downloads from.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export function installerHost(env) {
  return (
    env.TFJS_NODE_CDN_STORAGE ||
    env.npm_config_TFJS_NODE_CDN_STORAGE ||
    env.CDN_STORAGE ||
    'https://storage.googleapis.com/'
  );
}
