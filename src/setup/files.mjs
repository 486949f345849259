import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The text of a file, or undefined where there is none.
 *
 * @param {string} path
 */
export function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * The content of a JSON file, or undefined where there is none or it is damaged.
 *
 * @param {string} path
 * @returns {unknown}
 */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Writes a file whole or not at all, and its folder where that is missing.
 *
 * @param {string} path
 * @param {string} text
 */
export function writeText(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}

/**
 * Says whether a JSON file holds exactly `wanted`.
 *
 * @param {string} path
 * @param {object} wanted
 */
export function holds(path, wanted) {
  return JSON.stringify(readJson(path)) === JSON.stringify(wanted);
}

/**
 * The SHA-256 of a file, or undefined where there is none.
 *
 * @param {string} path
 */
export function hashOf(path) {
  const text = readText(path);
  return text === undefined ? undefined : createHash('sha256').update(text).digest('hex');
}
