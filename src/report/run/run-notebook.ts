import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { hasCode, UserError } from '../../common/errors';
import type { LongWork, OnProgress } from '../../common/progress';
import { repository } from '../../common/workspace';
import { notebookName } from './notebook-file';
import type { ParameterValue } from './parameters';
import { jupyterEnvironment, projectPython } from './python';
import { followLines } from './tail';

/** What to run and where to leave it. */
export interface NotebookRunOptions extends LongWork {
  /** The notebook's file. */
  notebook: string;
  /** Where the executed notebook is written, also when it fails half-way. */
  output: string;
  /** Values for the notebook's parameters, by name; those not named keep their default. */
  parameters?: Record<string, ParameterValue>;
  /** The Python that has papermill (default: the project's own). */
  python?: string;
  /** The kernel's name (default: `tslab`). */
  kernel?: string;
  /** Variables for the kernel's environment, beside those of this process. */
  env?: NodeJS.ProcessEnv;
}

/** A notebook that ran to its end. */
export interface NotebookRun {
  /** The notebook's name: `04-training`. */
  notebook: string;
  /** The executed notebook's file. */
  path: string;
  /** How long it took, the kernel's start included. */
  seconds: number;
}

/** The kernel's process went, all at once: a fault in native code, or the system took its memory back. */
export class KernelDied extends UserError {}

const Event = z.discriminatedUnion('event', [
  z.object({ event: z.literal('kernel'), pid: z.number() }),
  z.object({ event: z.literal('cell'), done: z.number(), total: z.number(), number: z.number() }),
  z.object({
    event: z.literal('failed'),
    number: z.number(),
    name: z.string(),
    message: z.string(),
    source: z.string(),
  }),
  z.object({ event: z.literal('interrupted'), number: z.number() }),
  z.object({ event: z.literal('done'), seconds: z.number() }),
]);
type Event = z.infer<typeof Event>;

const Update = z.object({
  task: z.string(),
  done: z.number(),
  total: z.number(),
  detail: z.string().optional(),
});

/** How long an interrupted run may take to write its notebook and stop its kernel before it is killed, in ms. */
const patience = 15_000;

/**
 * Runs a notebook headless, through papermill on the project's kernel, in the repository's root.
 *
 * Every cell that starts is reported under the notebook's name; what the cells report themselves, through the
 * file that `INKDRIFT_PROGRESS_FILE` names in their environment, is passed on as it is. An aborted run interrupts
 * the kernel, leaves what was executed and rejects with the signal's reason.
 *
 * Throws a `UserError` that names notebook, cell and the error's own message; a `KernelDied` where there is none,
 * because the kernel's process is gone.
 */
export async function runNotebook(options: NotebookRunOptions): Promise<NotebookRun> {
  const { onProgress, signal } = options;
  signal?.throwIfAborted();
  const name = notebookName(options.notebook);
  const python = options.python ?? projectPython();
  await mkdir(dirname(resolve(options.output)), { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), 'inkdrift-run-'));
  const progressFile = join(folder, 'progress.jsonl');
  const tail = followLines(progressFile, (line) => passOn(line, onProgress));

  try {
    const child = spawn(python, [join(repository, 'src', 'report', 'run', 'run_notebook.py')], {
      cwd: repository,
      env: jupyterEnvironment({ ...options.env, INKDRIFT_PROGRESS_FILE: progressFile }),
      stdio: ['pipe', 'pipe', 'pipe'],
      // Ctrl-C in a terminal reaches this process alone, which then stops the other in order.
      detached: process.platform !== 'win32',
    });
    ask(child.stdin, {
      notebook: resolve(options.notebook),
      output: resolve(options.output),
      parameters: options.parameters ?? {},
      kernel: options.kernel ?? 'tslab',
      cwd: repository,
    });
    const end = await follow(child, signal, (event) =>
      onProgress?.({ task: name, done: event.done, total: event.total, detail: `cell ${event.number}` }),
    );
    if (end?.event === 'interrupted' || signal?.aborted) throw interruption(signal, name);
    if (end?.event === 'failed') throw failure(name, end);
    if (end?.event !== 'done') throw new UserError(`${name}: papermill stopped without a word`);
    return { notebook: name, path: options.output, seconds: end.seconds };
  } finally {
    await tail.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function ask(stdin: Writable, request: object): void {
  // A Python that can't even start closes its end; the exit code and its words tell more than EPIPE.
  stdin.on('error', () => undefined);
  stdin.write(`${JSON.stringify(request)}\n`);
}

/** Follows the run until the process has gone; gives the last event, or undefined where none came. */
async function follow(
  child: ChildProcessByStdio<Writable, Readable, Readable>,
  signal: AbortSignal | undefined,
  onCell: (event: Extract<Event, { event: 'cell' }>) => void,
): Promise<Event | undefined> {
  let last: Event | undefined;
  let kernel: number | undefined;
  let words = '';
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    const event = parse(Event, line);
    if (!event) return;
    if (event.event === 'kernel') kernel = event.pid;
    else if (event.event === 'cell') onCell(event);
    else last = event;
  });
  child.stderr.on('data', (part: Buffer) => {
    words = (words + part.toString('utf8')).slice(-4000);
  });

  let killer: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    child.stdin.write('interrupt\n');
    killer = setTimeout(() => {
      killKernel(kernel);
      child.kill('SIGKILL');
    }, patience);
  };
  signal?.addEventListener('abort', interrupt, { once: true });
  // The signal may have come while the process was being started.
  if (signal?.aborted) interrupt();
  try {
    const code = await new Promise<number | null>((done, fail) => {
      child.once('error', (error) => fail(new UserError(`papermill didn't start: ${error.message}`)));
      child.once('close', done);
    });
    if (!last && !signal?.aborted) {
      const cause = words.trim().split('\n').at(-1) || `exit code ${code}`;
      throw new UserError(`papermill failed before the first cell (${cause}): run npm run setup`);
    }
    return last;
  } finally {
    clearTimeout(killer);
    signal?.removeEventListener('abort', interrupt);
    lines.close();
  }
}

/** Ends a kernel that its Python can't end any more, and what it started. */
function killKernel(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    // Jupyter gives each kernel a process group of its own; Windows has none.
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}

function interruption(signal: AbortSignal | undefined, name: string): unknown {
  return signal?.aborted ? signal.reason : new UserError(`${name} was interrupted`);
}

function failure(name: string, event: Extract<Event, { event: 'failed' }>): UserError {
  if (event.name === 'NoSuchKernel') {
    return new UserError(`the notebooks' kernel isn't registered (${event.message}): run npm run setup`);
  }
  const where = event.number > 0 ? `${name}, cell ${event.number}` : name;
  if (event.name === 'DeadKernelError') {
    return new KernelDied(`${where}: the kernel died (a fault in native code, or too little memory)`);
  }
  const kind = /^(UserError|Error)?$/.test(event.name) ? '' : `${event.name}: `;
  return new UserError(`${where}: ${kind}${event.message.trim()}`);
}

function passOn(line: string, onProgress: OnProgress | undefined): void {
  const update = parse(Update, line);
  if (update) onProgress?.(update);
}

/** A line of JSON in the shape that is expected, or undefined for anything else. */
function parse<T>(shape: z.ZodType<T>, line: string): T | undefined {
  try {
    return shape.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
