/**
 * One part of set-up.
 *
 * @typedef {object} Step
 * @property {string} name what it brings, as the user reads it
 * @property {() => boolean} ready says in a few milliseconds whether nothing is to be done
 * @property {(onLine: (line: string) => void) => Promise<void>} run does it; may be run again after any failure
 */
export {};
