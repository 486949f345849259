import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from '../../src/common/lock';
import { repository } from '../../src/common/workspace';

const loader = pathToFileURL(join(repository, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkdrift-test-start-'));
  await mkdir(join(folder, 'reports', '2026-01-01T00-00-00'), { recursive: true });
  await writeFile(join(folder, 'reports', '2026-01-01T00-00-00', 'index.html'), 'an earlier report');
  await symlink('2026-01-01T00-00-00', join(folder, 'reports', 'latest'));
  await mkdir(join(folder, 'data', 'custom'), { recursive: true });
  await writeFile(join(folder, 'data', 'custom', 'manifest.jsonl'), '');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** `npm start` after set-up; `interruptAt` sends Ctrl-C as soon as its words match. */
function start(args: string[], env: NodeJS.ProcessEnv = {}, interruptAt?: RegExp) {
  const argv = ['--import', loader, join(repository, 'src', 'cli', 'start.ts'), ...args];
  const child = spawn(process.execPath, argv, {
    cwd: repository,
    env: { ...process.env, INKDRIFT_WORKSPACE: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const told = { stdout: '', stderr: '' };
  let interrupted = false;
  child.stdout.on('data', (part) => {
    told.stdout += part;
  });
  child.stderr.on('data', (part) => {
    told.stderr += part;
    if (interrupted || !interruptAt?.test(told.stderr)) return;
    // Once: a second Ctrl-C would end it without order.
    interrupted = child.kill('SIGINT');
  });
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, ...told })),
  );
}

async function expectIntact(): Promise<void> {
  expect(await readlink(join(folder, 'reports', 'latest'))).toBe('2026-01-01T00-00-00');
  expect(await readFile(join(folder, 'reports', 'latest', 'index.html'), 'utf8')).toBe('an earlier report');
  expect(await readFile(join(folder, 'data', 'custom', 'manifest.jsonl'), 'utf8')).toBe('');
}

/** The notebooks that a broken-off run left, and a look that nothing else is left of it. */
async function unfinished(): Promise<string[]> {
  const names = (await readdir(join(folder, 'reports'))).sort();
  expect(names).toEqual(['2026-01-01T00-00-00', 'latest', expect.stringMatching(/^unfinished-/)]);
  return await readdir(join(folder, 'reports', names[2]));
}

describe.skipIf(process.platform === 'win32')('npm start', () => {
  it('prints its help, once headed by how it is called', { timeout: 60_000 }, async () => {
    const { code, stdout } = await start(['--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: npm start -- \[--parameter value …\]\n/);
    expect(stdout).toContain('--epochs N');
  });

  it('looks for a browser before it runs a notebook', { timeout: 60_000 }, async () => {
    const { code, stderr } = await start([], { INKDRIFT_BROWSER: '/nowhere/chrome' });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "INKDRIFT_BROWSER names /nowhere/chrome, which doesn't exist\n",
    });
    expect((await readdir(join(folder, 'reports'))).sort()).toEqual(['2026-01-01T00-00-00', 'latest']);
  });

  it('runs once at a time in a workspace', { timeout: 60_000 }, async () => {
    const free = await takeLock(join(folder, 'reports', '.lock'), 'a test');
    const { code, stderr } = await start([]);
    await free();
    expect(code).toBe(1);
    expect(stderr).toContain(`running the notebooks: process ${process.pid} is at it already`);
  });

  it('keeps the latest report, the data and the notebook when one fails', { timeout: 120_000 }, async () => {
    const { code, stderr } = await start(['--camera', 'folder', '--photos', join(folder, 'nowhere')]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/kept in \S*unfinished-.*\n01-capture, cell \d+: .*nowhere/s),
    });
    await expectIntact();
    expect(await unfinished()).toEqual(['01-capture.ipynb']);
  });

  it('keeps the latest report and the data when it is stopped', { timeout: 120_000 }, async () => {
    const { code, stderr } = await start([], {}, /1 of 5: 01-capture\n/);
    expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringContaining('stopped by Ctrl-C') });
    await expectIntact();
    expect(await unfinished()).toEqual(['01-capture.ipynb']);
  });
});
