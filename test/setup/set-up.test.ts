import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { repository } from '../../src/common/workspace';
import { SetupError } from '../../src/setup/errors.mjs';
import { clearDead, lockPath, withLock } from '../../src/setup/lock.mjs';
import { stepReporter } from '../../src/setup/reporter.mjs';
import { runStages } from '../../src/setup/set-up.mjs';
import { emptyFolder } from './stubs';

const log = () => {
  const lines: string[] = [];
  return { lines, reporter: stepReporter({ write: (text) => lines.push(text) }) };
};
const step = (name: string, ready: boolean, run: () => Promise<void> = async () => undefined) => ({
  name,
  ready: () => ready,
  run,
});

describe('set-up', () => {
  it('is silent where nothing is to be done', async () => {
    const { lines, reporter } = log();
    await runStages([[step('one', true), step('two', true)]], reporter);
    expect(lines).toEqual([]);
  });

  it('names each step as it starts and as it ends', async () => {
    const { lines, reporter } = log();
    await runStages([[step('one', false)], [step('two', false)]], reporter);
    expect(lines).toEqual([
      'set-up: one...\n',
      'set-up: one ready (0 s)\n',
      'set-up: two...\n',
      'set-up: two ready (0 s)\n',
    ]);
  });

  it('lets the other steps of a stage end before it reports a failure, and starts no more', async () => {
    const { reporter } = log();
    const ended: string[] = [];
    const failing = step('failing', false, async () => {
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    });
    const slow = step('slow', false, async () => {
      await pause(30);
      ended.push('slow');
    });
    const after = step('after', false, async () => void ended.push('after'));
    await expect(runStages([[failing, slow], [after]], reporter)).rejects.toBeInstanceOf(SetupError);
    expect(ended).toEqual(['slow']);
  });
});

describe('two set-ups of one folder', () => {
  it('run one after the other', async () => {
    const folder = emptyFolder();
    const module = pathToFileURL(join(repository, 'src', 'setup', 'lock.mjs')).href;
    const script = `import { clearDead, lockPath, withLock } from '${module}';
      await withLock('${folder}', async () => {
        console.log('held');
        await new Promise((resolve) => setTimeout(resolve, 400));
        console.log('free');
      });`;
    const other = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'pipe' });
    let told = '';
    other.stdout.on('data', (chunk) => {
      told += chunk;
    });
    await once(other.stdout, 'data');
    const waited: number[] = [];
    const before = await withLock(folder, async () => told, { onWait: (pid) => waited.push(pid), every: 20 });
    expect(before).toBe('held\nfree\n');
    expect(waited).toEqual([other.pid]);
  });

  it('do not wait for one that was killed', async () => {
    const folder = emptyFolder();
    const gone = spawn(process.execPath, ['-e', '']);
    await once(gone, 'exit');
    writeFileSync(lockPath(folder), JSON.stringify({ pid: gone.pid, started: '1', id: 'a' }));
    expect(await withLock(folder, async () => 'done')).toBe('done');
    expect(existsSync(lockPath(folder))).toBe(false);
  });

  it('do not wait for another process that has the number of one that was killed', async () => {
    const folder = emptyFolder();
    // The process that started this one lives, but not since the system's first tick.
    writeFileSync(lockPath(folder), JSON.stringify({ pid: process.ppid, started: '1', id: 'a' }));
    expect(await withLock(folder, async () => 'done')).toBe('done');
  });

  it('do not clear a lock that was taken since it was read', () => {
    const path = join(emptyFolder(), 'lock');
    writeFileSync(path, 'alive');
    clearDead(path, 'dead');
    expect(readFileSync(path, 'utf8')).toBe('alive');
    clearDead(path, 'alive');
    expect(existsSync(path)).toBe(false);
  });
});
