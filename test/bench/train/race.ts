import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { UserError } from '../../../src/common/errors';
import type { EpochReport } from './contestant';

/** What one program did over a race. */
export interface Result {
  msPerStep: number;
  secondsPerEpoch: number;
  /** The fastest epoch, the last that a busy machine spoils. */
  fastestEpoch: number;
  /** The fastest of several predictions of the test set. */
  predictSeconds: number;
  peakMegabytes: number;
  accuracy: number;
}

/** A program in the race, and how it is started. */
export interface Entry {
  name: string;
  command: string;
  args: string[];
}

/** Lets all entries train in turn, epoch by epoch, then predict in turn, so that a busy moment hits them alike. */
export async function race(
  entries: Entry[],
  epochs: number,
  steps: number,
  said: (line: string) => void,
): Promise<Record<string, Result>> {
  const runners: Runner[] = [];
  try {
    for (const entry of entries) {
      const runner = start(entry);
      runners.push(runner);
      await runner.ask();
    }
    const reports = entries.map((): EpochReport[] => []);
    for (let epoch = 1; epoch <= epochs; epoch++) {
      for (const [i, runner] of runners.entries()) {
        const report = (await runner.ask('epoch')) as EpochReport;
        reports[i].push(report);
        const accuracy = report.val_accuracy.toFixed(4);
        said(`epoch ${epoch}, ${entries[i].name}: ${report.seconds.toFixed(1)} s, test accuracy ${accuracy}`);
      }
    }
    const predictions = entries.map((): number[] => []);
    for (let round = 0; round < 5; round++) {
      for (const [i, runner] of runners.entries()) {
        predictions[i].push(((await runner.ask('predict')) as { seconds: number }).seconds);
      }
    }
    const results: Record<string, Result> = {};
    for (const [i, runner] of runners.entries()) {
      const { peakMegabytes } = (await runner.ask('end')) as { peakMegabytes: number };
      const mean = (key: 'seconds' | 'trainSeconds') =>
        reports[i].reduce((sum, r) => sum + r[key], 0) / epochs;
      results[entries[i].name] = {
        msPerStep: (1000 * mean('trainSeconds')) / steps,
        secondsPerEpoch: mean('seconds'),
        fastestEpoch: Math.min(...reports[i].map((r) => r.seconds)),
        predictSeconds: Math.min(...predictions[i]),
        peakMegabytes,
        accuracy: reports[i][epochs - 1].val_accuracy,
      };
    }
    return results;
  } finally {
    for (const runner of runners) runner.child.kill();
  }
}

interface Runner {
  child: ChildProcess;
  /** Sends an order, if any, and waits for the answer. */
  ask(order?: string): Promise<unknown>;
}

function start({ name, command, args }: Entry): Runner {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors = (errors + chunk).slice(-2000);
  });
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    async ask(order) {
      if (order) child.stdin.write(`${order}\n`);
      const { value, done } = await lines.next();
      if (done) throw new UserError(`${name} ended before its time:\n${errors}`);
      return JSON.parse(value);
    },
  };
}
