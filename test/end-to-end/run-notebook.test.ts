import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ProgressUpdate } from '../../src/common/progress';
import { type Cell, readNotebook, textOf } from '../../src/report/run/notebook-file';
import { KernelDied, runNotebook } from '../../src/report/run/run-notebook';
import { code, markdown, notebook } from '../report/render/fixture';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkdrift-test-run-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, cells: Cell[]): Promise<{ notebook: string; output: string }> {
  const path = join(folder, `${name}.ipynb`);
  await writeFile(path, JSON.stringify(notebook(cells)));
  return { notebook: path, output: join(folder, 'executed', `${name}.ipynb`) };
}

const printed = (cells: Cell[]): string =>
  cells
    .flatMap((cell) => cell.outputs ?? [])
    .map((output) => textOf(output.text))
    .join('');

// The kernel takes 3 to 5 s to start, so the runs share the time.
it.concurrent('runs a notebook with its parameters and tells how far it is', {
  timeout: 120_000,
}, async () => {
  const updates: ProgressUpdate[] = [];
  const paths = await write('01-fine', [
    markdown('# Fine'),
    code(
      'const perClass: number = 3;\nconst name: string = "a";\nconst camera: "one" | "two" = "one";',
      [],
      ['parameters'],
    ),
    code(
      'import { appendFileSync } from "node:fs";\n' +
        'const update = { task: "counting", done: 1, total: 2, detail: "half" };\n' +
        'appendFileSync(process.env.INKDRIFT_PROGRESS_FILE!, JSON.stringify(update) + "\\n");\n' +
        'const take = (chosen: "one" | "two") => chosen;\n' +
        'console.log(perClass * 2, name, take(camera), process.version);',
    ),
  ]);
  const run = await runNotebook({
    ...paths,
    parameters: { perClass: 21, camera: 'two', name: 'it\'s "so" `far` \\ 5' },
    onProgress: (update) => updates.push(update),
  });
  expect(run).toMatchObject({ notebook: '01-fine', path: paths.output });
  expect(run.seconds).toBeGreaterThan(0.5);
  const { cells, metadata } = await readNotebook(run.path);
  expect(printed(cells)).toBe(`42 it's "so" \`far\` \\ 5 two ${process.version}\n`);
  expect(metadata.papermill?.duration).toBeGreaterThan(0.5);
  expect(updates).toContainEqual({ task: 'counting', done: 1, total: 2, detail: 'half' });
  expect(
    updates.filter(({ task }) => task === '01-fine').map(({ done, total }) => `${done}/${total}`),
  ).toEqual(['0/4', '1/4', '2/4', '3/4']);
});

it.concurrent('names notebook and cell of a failure and keeps what ran', { timeout: 120_000 }, async () => {
  const paths = await write('04-failing', [
    markdown('# Failing'),
    code('const layer = "dense";', [], ['parameters']),
    code('console.log("before");'),
    code('// A comment\nthrow new RangeError("no such layer: " + layer);'),
    code('console.log("after");'),
  ]);
  // The cell that papermill adds doesn't count: in JupyterLab the failing one is the third.
  await expect(runNotebook({ ...paths, parameters: { layer: 'conv' } })).rejects.toThrow(
    /^04-failing, cell 3: RangeError: no such layer: conv$/,
  );
  const text = printed((await readNotebook(paths.output)).cells);
  expect(text).toContain('before');
  expect(text).not.toContain('after');
});

it.concurrent('stops a running cell when aborted and keeps what ran', { timeout: 120_000 }, async () => {
  const stop = new AbortController();
  const paths = await write('02-endless', [
    code('console.log("before");'),
    code(
      'import { appendFileSync } from "node:fs";\n' +
        'appendFileSync(process.env.INKDRIFT_PROGRESS_FILE!, \'{"task":"endless","done":0,"total":1}\\n\');\n' +
        'await new Promise((done) => setTimeout(done, 60_000));',
    ),
    code('console.log("after");'),
  ]);
  const reason = new Error('stopped by the test');
  const started = Date.now();
  const run = runNotebook({
    ...paths,
    signal: stop.signal,
    onProgress: ({ task }) => task === 'endless' && stop.abort(reason),
  });
  await expect(run).rejects.toBe(reason);
  expect(Date.now() - started).toBeLessThan(35_000);
  const text = printed((await readNotebook(paths.output)).cells);
  expect(text).toContain('before');
  expect(text).not.toContain('after');
});

it.concurrent('tells a kernel that died from a cell that failed', { timeout: 40_000 }, async () => {
  const paths = await write('06-dead', [code('1 + 1'), code('process.kill(process.pid, "SIGKILL");')]);
  const run = runNotebook(paths);
  await expect(run).rejects.toBeInstanceOf(KernelDied);
  await expect(run).rejects.toThrow(/^06-dead, cell 2: the kernel died/);
});

it.concurrent('hears an abort that comes while its process is being started', {
  timeout: 40_000,
}, async () => {
  const stop = new AbortController();
  const paths = await write('03-early', [
    code('await new Promise((done) => setTimeout(done, 60_000));'),
    code('console.log("after");'),
  ]);
  const reason = new Error('stopped by the test');
  const run = runNotebook({ ...paths, signal: stop.signal });
  stop.abort(reason);
  await expect(run).rejects.toBe(reason);
  expect(printed((await readNotebook(paths.output)).cells)).toBe('');
});

// Jupyter's own process is stopped, so that it hears nothing and has to be killed.
it.skipIf(process.platform === 'win32').concurrent(
  'leaves no kernel behind where it has to kill Jupyter',
  { timeout: 60_000 },
  async () => {
    const stop = new AbortController();
    const paths = await write('05-deaf', [
      code(
        'import { appendFileSync } from "node:fs";\n' +
          'const told = { task: "pids", done: process.pid, total: process.ppid };\n' +
          'appendFileSync(process.env.INKDRIFT_PROGRESS_FILE!, JSON.stringify(told) + "\\n");\n' +
          'await new Promise((done) => setTimeout(done, 120_000));',
      ),
    ]);
    let kernel = 0;
    const run = runNotebook({
      ...paths,
      signal: stop.signal,
      onProgress({ task, done, total }) {
        if (task !== 'pids') return;
        kernel = done;
        process.kill(total, 'SIGSTOP');
        stop.abort(new Error('stopped by the test'));
      },
    });
    await expect(run).rejects.toThrow('stopped by the test');
    expect(kernel).toBeGreaterThan(0);
    await vi.waitFor(() => expect(() => process.kill(kernel, 0)).toThrow('ESRCH'), 5000);
  },
);
