import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { repository } from '../common/workspace';
import type { GreyImage } from './image';
import { type Prepared, prepareAll } from './pipeline';
import type { Step } from './steps';

/** What a worker is asked. */
export interface Job {
  photo: GreyImage;
  choices: readonly ReadonlySet<Step>[];
}

/** What it answers: the pictures, or why there are none. */
export interface Answer {
  prepared?: Prepared[];
  failure?: string;
}

/** Threads that prepare photos side by side. */
export interface Pool {
  /** How many threads there are; 0 where none could be started and the caller's own does the work. */
  readonly size: number;
  /** As `prepareAll`; the photo's pixels may be used afterwards. */
  prepare(photo: GreyImage, choices: readonly ReadonlySet<Step>[]): Promise<Prepared[]>;
}

/** More threads than these would wait for the decoder. */
const most = 8;

let shared: Promise<Pool> | undefined;

/**
 * The pool of this process, for pictures that are already decoded (the decoder has threads of its own).
 *
 * Its threads start when it is first asked for, as many as there are cores, and stay until the process ends:
 * they wait without keeping it alive, and none is ever ended from outside in the middle of something.
 */
export function imagingPool(): Promise<Pool> {
  shared ??= startPool(Math.min(most, availableParallelism()));
  return shared;
}

/** Starts `size` threads. Where they can't be had the work is done on the caller's: it never fails for want of them. */
export async function startPool(size: number): Promise<Pool> {
  const idle: Worker[] = [];
  const waiting: Task[] = [];
  const running = new Map<Worker, Task>();
  const all = new Set<Worker>();

  const next = (worker: Worker): void => {
    const task = waiting.shift();
    if (!task) {
      worker.unref();
      idle.push(worker);
      return;
    }
    running.set(worker, task);
    worker.ref();
    worker.postMessage(task.job);
  };
  const lose = (worker: Worker): void => {
    if (!all.delete(worker)) return;
    const at = idle.indexOf(worker);
    if (at >= 0) idle.splice(at, 1);
    const task = running.get(worker);
    running.delete(worker);
    if (task) here(task);
    if (all.size === 0) for (const left of waiting.splice(0)) here(left);
  };
  try {
    const script = await workerScript();
    for (let k = 0; k < size; k++) {
      // Without the flags of this process: they load translators, which the worker doesn't need.
      const worker = new Worker(script, { eval: true, execArgv: [], env: {} });
      worker.on('message', ({ prepared, failure }: Answer) => {
        const task = running.get(worker);
        running.delete(worker);
        if (prepared) task?.resolve(prepared);
        else task?.reject(new Error(failure));
        next(worker);
      });
      worker.on('error', () => lose(worker));
      worker.on('exit', () => lose(worker));
      all.add(worker);
      next(worker);
    }
  } catch {
    // Those that could be started are enough, and so is none.
  }
  return {
    get size() {
      return all.size;
    },
    prepare(photo, choices) {
      return new Promise((resolve, reject) => {
        const task = { job: { photo, choices }, resolve, reject };
        if (all.size === 0) {
          here(task);
          return;
        }
        waiting.push(task);
        const worker = idle.pop();
        if (worker) next(worker);
      });
    },
  };
}

/** The worker and what it imports as one script: a worker knows nothing of what translates TypeScript here. */
async function workerScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(repository, 'src', 'imaging', 'pool-worker.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}

interface Task {
  job: Job;
  resolve: (prepared: Prepared[]) => void;
  reject: (error: unknown) => void;
}

/** Does the work on the caller's own thread. */
function here({ job, resolve, reject }: Task): void {
  try {
    resolve(prepareAll(job.photo, job.choices));
  } catch (error) {
    reject(error);
  }
}
