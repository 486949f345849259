import { spawn } from 'node:child_process';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** Stops every tool that runs, so that none goes on behind the back of a set-up that was stopped. */
export function stopTools() {
  for (const child of running) child.kill('SIGTERM');
}

/**
 * @typedef {object} ToolOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {(line: string) => void} [onLine] hears each line as it is printed
 * @property {number} [timeout] milliseconds after which the tool is stopped
 */

/**
 * Runs a tool to its end and keeps what it printed on both outputs.
 *
 * Never rejects: a tool that can't be started has code -1 and the reason as output.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {ToolOptions} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runTool(command, args, { cwd, env, onLine, timeout } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, timeout, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let output = '';
    let line = '';
    /** @param {string} text */
    const hear = (text) => {
      // The end is what explains a failure; a long download's progress need not be kept.
      output = (output + text).slice(-200_000);
      const lines = (line + text).split(/[\r\n]+/);
      line = lines.pop() ?? '';
      if (onLine) for (const each of lines) if (each.trim()) onLine(each.trim());
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    child.on('error', (error) => {
      running.delete(child);
      resolve({ code: -1, output: `${output}\n${error.message}` });
    });
    child.on('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}
