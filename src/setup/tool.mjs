import { spawn } from 'node:child_process';

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
    child.on('error', (error) => resolve({ code: -1, output: `${output}\n${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? -1, output }));
  });
}
