import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * One process that a command runs.
 *
 * @typedef {object} Task
 * @property {string} [title] named on standard error before it runs
 * @property {string[]} argv what Node runs
 */

/** Commands that are one TypeScript file each under src/cli. */
const scripts = ['start', 'lab', 'evaluate', 'drift', 'capture', 'camera:judge'];

/** Measurements, one TypeScript file each under test/bench: `bench:train`, `bench:camera`. */
const benches = ['train', 'drift', 'imaging', 'camera'];

/** What compares the models' files with Keras; it lies with the benches, whose Keras it uses. */
const modelsCheck = 'models:check';

/** Every command, for the message that refuses another. */
export const commandNames = [
  'setup',
  'test',
  'test:kills',
  ...scripts,
  ...benches.map((name) => `bench:${name}`),
  modelsCheck,
];

/**
 * What a command runs after set-up, one after the other; `undefined` for an unknown command.
 *
 * @param {string} root the repository's root
 * @param {string} command
 * @param {string[]} args
 * @returns {Task[] | undefined}
 */
export function tasksOf(root, command, args) {
  if (command === 'setup') return [];
  if (command === 'test') return checks(root, args);
  if (command === 'test:kills') {
    return [{ argv: [bin(root, 'vitest/vitest.mjs'), 'run', '--config', 'vitest.kills.config.ts', ...args] }];
  }
  if (scripts.includes(command))
    return [{ argv: script(root, `src/cli/${command.replace(':', '-')}.ts`, args) }];
  if (command === modelsCheck) return [{ argv: script(root, 'test/bench/models.ts', args) }];
  const bench = benches.find((name) => command === `bench:${name}`);
  if (bench) return [{ argv: script(root, `test/bench/${bench}.ts`, args) }];
  return undefined;
}

/**
 * What proves the project, the quickest first. Arguments go to vitest: `npm test -- drift`.
 *
 * @param {string} root
 * @param {string[]} args
 * @returns {Task[]}
 */
function checks(root, args) {
  const vitest = bin(root, 'vitest/vitest.mjs');
  // A filter may fit the tests of one run and none of the other.
  const filter = args.length > 0 ? ['--passWithNoTests', ...args] : [];
  return [
    { title: 'format and lint', argv: [bin(root, '@biomejs/biome/bin/biome'), 'ci', '.'] },
    { title: 'types', argv: [bin(root, 'typescript/bin/tsc'), '-p', '.'] },
    { title: 'notebooks', argv: script(root, 'src/cli/check-notebooks.ts', []) },
    { title: 'unit tests', argv: [vitest, 'run', ...filter] },
    { title: 'end to end', argv: [vitest, 'run', '--config', 'vitest.e2e.config.ts', ...filter] },
  ];
}

/**
 * A TypeScript file, run in the process that is spawned: tsx's own command would put one more between, and
 * signals would pass through both.
 *
 * @param {string} root
 * @param {string} file
 * @param {string[]} args
 */
function script(root, file, args) {
  const loader = pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
  return ['--import', loader, join(root, file), ...args];
}

/**
 * @param {string} root
 * @param {string} path of a package's script that Node runs
 */
function bin(root, path) {
  return join(root, 'node_modules', path);
}
