import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { explainFailure, SetupError } from './errors.mjs';
import { readJson } from './files.mjs';
import { toolEnvironment } from './paths.mjs';
import { runTool } from './tool.mjs';

/** @typedef {{ packages?: Record<string, { version?: string, optional?: boolean }> }} Lock */

/**
 * The step that installs the Node packages of `package-lock.json`, without their install scripts.
 *
 * @param {string} root the repository's root
 * @returns {import('./steps.mjs').Step}
 */
export function nodePackages(root) {
  return {
    name: 'Node packages',
    ready() {
      const wanted = /** @type {Lock | undefined} */ (readJson(join(root, 'package-lock.json')));
      // npm writes this last, so it is missing or older where an install was broken off.
      const there = /** @type {Lock | undefined} */ (
        readJson(join(root, 'node_modules', '.package-lock.json'))
      );
      return (
        firstMissing(wanted, there, (path) => existsSync(join(root, path, 'package.json'))) === undefined
      );
    },
    async run(onLine) {
      const { command, args } = npm();
      let fetched = 0;
      const { code, output } = await runTool(
        command,
        [
          ...args,
          'ci',
          // Whatever NODE_ENV and the user's npmrc leave out: here they are the tools and the platform's binaries.
          '--include=dev',
          '--include=optional',
          '--ignore-scripts',
          '--no-audit',
          '--no-fund',
          '--loglevel=http',
          '--fetch-retry-mintimeout=1000',
          '--fetch-retry-maxtimeout=10000',
        ],
        {
          cwd: root,
          env: toolEnvironment(),
          onLine(line) {
            if (/http fetch GET 200/.test(line)) onLine(`${++fetched} files fetched`);
            else if (!/http (fetch|cache)/.test(line)) onLine(line);
          },
        },
      );
      if (code === -1) {
        throw new SetupError(
          `npm does not run (${output.trim()}). It comes with Node: install Node 20 or 22 whole.`,
        );
      }
      if (code !== 0) {
        throw explainFailure('Node packages (npm ci)', withoutTraffic(output), 'the npm registry');
      }
    },
  };
}

/**
 * The first package of the lockfile that is not installed in its version, or `undefined`. Optional ones may be
 * missing: most are made for other platforms.
 *
 * @param {Lock | undefined} wanted
 * @param {Lock | undefined} there what npm says it has installed
 * @param {(path: string) => boolean} exists
 * @returns {string | undefined}
 */
export function firstMissing(wanted, there, exists) {
  if (!wanted?.packages || !there?.packages) return 'node_modules';
  for (const [path, { version, optional }] of Object.entries(wanted.packages)) {
    if (path === '') continue;
    const installed = there.packages[path];
    if (!installed && optional) continue;
    if (installed?.version !== version || !exists(path)) return path;
  }
  return undefined;
}

/** The npm that runs this, else the one on the PATH. */
function npm() {
  const path = process.env.npm_execpath;
  if (path && /^npm-cli\.(c|m)?js$/.test(basename(path))) return { command: process.execPath, args: [path] };
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
}

/**
 * npm's output without the addresses that went well and the tail that points to its log.
 *
 * @param {string} output
 */
function withoutTraffic(output) {
  return output
    .split('\n')
    .filter((line) => !/http (fetch GET [23]|cache)|A complete log of this run/.test(line))
    .join('\n');
}
