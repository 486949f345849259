import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { repository } from '../../src/common/workspace';

const loader = pathToFileURL(join(repository, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;

/** A command whose body says when it starts and when it is told to stop, and takes so long to put things in order. */
function busy(tidying: number) {
  const script = `const { command } = require('${join(repository, 'src', 'cli', 'command.ts')}');
    command(async (_, signal) => {
      const stay = setInterval(() => undefined, 1000);
      console.log('started');
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      console.log('stopping');
      await new Promise((resolve) => setTimeout(resolve, ${tidying}));
      clearInterval(stay);
      signal.throwIfAborted();
    });`;
  return spawn(process.execPath, ['--import', loader, '-e', script], { cwd: repository, stdio: 'pipe' });
}

it.skipIf(process.platform === 'win32')('Ctrl-C lets a command put things in order', async () => {
  const child = busy(50);
  let words = '';
  child.stderr.on('data', (part) => {
    words += part;
  });
  await once(child.stdout, 'data');
  child.kill('SIGINT');
  child.kill('SIGINT');
  const [code] = await once(child, 'close');
  expect({ code, words }).toEqual({ code: 130, words: 'stopped by Ctrl-C; what was finished is kept\n' });
});

it.skipIf(process.platform === 'win32')('a second Ctrl-C ends a command at once', async () => {
  const child = busy(60_000);
  await once(child.stdout, 'data');
  child.kill('SIGINT');
  await once(child.stdout, 'data');
  await pause(700);
  child.kill('SIGINT');
  const [code] = await once(child, 'close');
  expect(code).toBe(130);
});
