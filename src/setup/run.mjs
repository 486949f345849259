import { resolveCallerPaths } from './caller-paths.mjs';
import { commandNames, tasksOf } from './commands.mjs';
import { SetupError } from './errors.mjs';
import { root } from './paths.mjs';
import { setUp } from './set-up.mjs';
import { spawnThrough } from './spawn-through.mjs';
import { stopTools } from './tool.mjs';

/**
 * Sets up, then runs a command's tasks up to the first that fails, whose exit code becomes this process's.
 *
 * @param {string[]} argv the command and its arguments
 */
export async function run([command = '', ...args]) {
  const tasks = tasksOf(root, command, args);
  if (!tasks) {
    console.error(`Unknown command: ${command || '(none)'}. There are ${commandNames.join(', ')}.`);
    process.exitCode = 1;
    return;
  }
  resolveCallerPaths();
  const stop = () => {
    stopTools();
    console.error('\nset-up was stopped: run the same again to go on');
    process.exit(130);
  };
  try {
    process.on('SIGINT', stop).on('SIGTERM', stop);
    await setUp(root);
    process.off('SIGINT', stop).off('SIGTERM', stop);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    if (error.details) console.error(`\n${error.details}`);
    process.exitCode = 1;
    return;
  }
  if (command === 'setup') console.error('set-up: all is ready');
  for (const { title, argv } of tasks) {
    if (title) console.error(`\n== ${title}`);
    process.exitCode = await spawnThrough(argv, root);
    if (process.exitCode !== 0) return;
  }
}
