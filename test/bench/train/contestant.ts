import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Digits } from '../../../src/dataset/digits';

/** What a contestant says after an epoch. */
export interface EpochReport {
  /** Training and the evaluation after it. */
  seconds: number;
  /** The training alone. */
  trainSeconds: number;
  loss: number;
  val_accuracy: number;
}

/** One program in the race. It waits for its turn, so that the others run on a quiet machine. */
export interface Contestant {
  /** Trains so many epochs; `turn` is awaited before each, and `report` called after it. */
  train(epochs: number, turn: () => Promise<void>, report: (epoch: EpochReport) => void): Promise<void>;
  /** Predicts the test set once. */
  predict(): Promise<void>;
}

/** The digits that the bench laid out as plain bytes in a folder. */
export function readDigits(folder: string, part: 'train' | 'test'): Digits {
  const read = (what: string) => new Uint8Array(readFileSync(join(folder, `${part}-${what}`)));
  return { images: read('images'), labels: read('labels'), scale: 1 / 255 };
}

/** Takes orders from standard input, one a line, and answers each with one line of JSON on standard output. */
export async function takePart(contestant: Contestant, epochs: number): Promise<void> {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const order = async () => (await lines.next()).value as string;
  const say = (answer: unknown) => process.stdout.write(`${JSON.stringify(answer)}\n`);
  say({ ready: true });
  await contestant.train(
    epochs,
    async () => {
      await order();
    },
    say,
  );
  while ((await order()) === 'predict') {
    const started = performance.now();
    await contestant.predict();
    say({ seconds: (performance.now() - started) / 1000 });
  }
  say({ peakMegabytes: process.resourceUsage().maxRSS / 1024 });
  process.exit(0);
}
