import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { toolEnvironment } from './paths.mjs';

/**
 * Runs Node with this process's own input, outputs and signals, and waits for its end.
 *
 * Ctrl-C reaches it once: a terminal sends it to both, so it is passed on only where there is no terminal.
 *
 * @param {string[]} argv
 * @param {string} cwd
 * @returns {Promise<number>} its exit code; 128 and the signal's number where a signal ended it
 */
export function spawnThrough(argv, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, argv, { cwd, env: toolEnvironment(), stdio: 'inherit' });
    const terminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => {
      if (signal !== 'SIGINT' || !terminal) child.kill(signal);
    };
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const each of signals) process.removeListener(each, pass);
      resolve(signal ? 128 + constants.signals[signal] : (code ?? 1));
    });
  });
}
