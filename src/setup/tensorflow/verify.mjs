import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeText } from '../files.mjs';
import { toolEnvironment } from '../paths.mjs';
import { runTool } from '../tool.mjs';
import { bindingFolder, notePath, platform, sizeOf } from './note.mjs';

const trial =
  "const tf = require('@tensorflow/tfjs-node');" +
  'if (tf.tensor1d([1, 2]).add(1).sum().dataSync()[0] !== 5) process.exit(1);' +
  "console.log('TensorFlow ' + tf.backend().binding.TF_Version);";

/**
 * Loads the binding in a process of its own, lets it add two numbers, and writes down what it is.
 *
 * @param {string} root the repository's root
 * @returns {Promise<string | undefined>} libtensorflow's version, or `undefined` where the binding does not work
 */
export async function verifyBinding(root) {
  const folder = bindingFolder(root);
  const addons = filesIn(folder, 'lib');
  const libraries = filesIn(folder, join('deps', 'lib'));
  if (!addons.some((file) => file.endsWith('.node')) || libraries.length === 0) return undefined;
  const { code, output } = await runTool(process.execPath, ['-e', trial], {
    cwd: root,
    env: toolEnvironment(),
  });
  const version = /^TensorFlow (\S+)$/m.exec(output)?.[1];
  if (code !== 0 || !version) return undefined;

  const fromWheel = libraries.some((file) => file.includes('libtensorflow_cc'));
  /** @type {import('./note.mjs').BindingNote} */
  const note = {
    source: fromWheel ? 'tensorflow-cpu wheel' : 'tfjs-node installer',
    tensorflow: version,
    platform,
    files: Object.fromEntries(
      [...addons, ...libraries].map((file) => [file, sizeOf(join(folder, file)) ?? 0]),
    ),
  };
  writeText(notePath(root), `${JSON.stringify(note, null, 2)}\n`);
  return version;
}

/**
 * The native files under one folder of the package, by their paths in it.
 *
 * @param {string} folder
 * @param {string} under
 */
function filesIn(folder, under) {
  if (!existsSync(join(folder, under))) return [];
  return readdirSync(join(folder, under), { recursive: true })
    .map((name) => join(under, String(name)))
    .filter((file) => /\.(node|dylib|dll)$|\.so(\.[\d.]+)?$/.test(file))
    .sort();
}
