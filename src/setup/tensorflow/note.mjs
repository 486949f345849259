import { statSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../files.mjs';

/**
 * What the binding rests on, as `node_modules/@tensorflow/tfjs-node/deps/.inkdrift.json` holds it.
 *
 * @typedef {object} BindingNote
 * @property {'tfjs-node installer' | 'tensorflow-cpu wheel'} source
 * @property {string} tensorflow libtensorflow's version
 * @property {string} platform `linux-x64`
 * @property {Record<string, number>} files the size of each file that it needs, in bytes
 */

/** @param {string} root the repository's root */
export function bindingFolder(root) {
  return join(root, 'node_modules', '@tensorflow', 'tfjs-node');
}

/** @param {string} root */
export function notePath(root) {
  return join(bindingFolder(root), 'deps', '.inkdrift.json');
}

/** The machine, as a binding depends on it. */
export const platform = `${process.platform}-${process.arch}`;

/**
 * The note of a binding that is whole, or `undefined`: none yet, another machine's, or a damaged one.
 *
 * @param {string} root the repository's root
 * @returns {BindingNote | undefined}
 */
export function wholeBinding(root) {
  const note = /** @type {BindingNote | undefined} */ (readJson(notePath(root)));
  if (!note?.files || note.platform !== platform) return undefined;
  const whole = Object.entries(note.files).every(
    ([file, size]) => sizeOf(join(bindingFolder(root), file)) === size,
  );
  return whole ? note : undefined;
}

/**
 * A file's size in bytes, or `undefined` where there is none.
 *
 * @param {string} path
 */
export function sizeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.size;
}
