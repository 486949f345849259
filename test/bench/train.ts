import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { messageOf, UserError } from '../../src/common/errors';
import type { Digits } from '../../src/dataset/digits';
import { loadMnist } from '../../src/dataset/mnist';
import { kerasPython } from './keras-environment';
import { type Entry, type Result, race } from './train/race';
import type { Readiness } from './train/ready';

/** Races this project's trainer, TensorFlow.js' `model.fit` and Keras on MNIST, in turns, and prints the ratios. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      epochs: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const epochs = Number(values.epochs);
  if (!(Number.isInteger(epochs) && epochs > 0)) {
    throw new UserError(`--epochs should be a whole number above 0 but is ${values.epochs}`);
  }
  const python = await kerasPython();
  const { train, test, source } = await loadMnist();
  process.stderr.write(`MNIST: ${source.kind}\n`);
  const folder = await mkdtemp(join(tmpdir(), 'inkdrift-bench-'));
  try {
    await layOut(folder, 'train', train);
    await layOut(folder, 'test', test);
    const ready = await readiness();
    const entries: Entry[] = [
      { name: 'ours', command: process.execPath, args: [...script('ours.ts'), folder, String(epochs)] },
      { name: 'fit', command: process.execPath, args: [...script('fit.ts'), folder, String(epochs)] },
      {
        name: 'keras',
        command: python,
        args: [join(__dirname, 'train', 'keras_fit.py'), folder, String(epochs)],
      },
    ];
    const steps = Math.ceil(train.labels.length / 32);
    const results = await race(entries, epochs, steps, (line) => process.stderr.write(`${line}\n`));
    const summary = summarize(results, ready);
    process.stdout.write(
      values.json ? `${JSON.stringify(summary)}\n` : `${table(results, summary.ratios)}${sentence(ready)}`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** How Node runs one of the bench's own programs. */
function script(file: string): string[] {
  return ['--import', 'tsx', join(__dirname, 'train', file)];
}

/** How long our own side takes to be ready for its first step, the quickest of three processes. */
async function readiness(): Promise<Readiness> {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  const tries: Readiness[] = [];
  for (let i = 0; i < 3; i++) {
    const { stdout } = await promisify(execFile)(process.execPath, script('ready.ts'), { env });
    tries.push(JSON.parse(stdout));
  }
  return tries.sort((a, b) => a.mnist + a.trainer - b.mnist - b.trainer)[0];
}

function sentence({ mnist, trainer }: Readiness): string {
  const [total, first, second] = [mnist + trainer, mnist, trainer].map((seconds) => seconds.toFixed(2));
  return `ready for the first step after ${total} s: MNIST ${first} s, the trainer ${second} s\n`;
}

async function layOut(folder: string, part: string, { images, labels }: Digits): Promise<void> {
  await writeFile(join(folder, `${part}-images`), images);
  await writeFile(join(folder, `${part}-labels`), labels);
}

function summarize({ ours, fit, keras }: Record<string, Result>, ready: Readiness) {
  return {
    ours: { ...ours, ready },
    fit,
    keras,
    ratios: {
      epochToKeras: ours.secondsPerEpoch / keras.secondsPerEpoch,
      epochToFit: ours.secondsPerEpoch / fit.secondsPerEpoch,
      memoryToKeras: ours.peakMegabytes / keras.peakMegabytes,
      predictToKeras: ours.predictSeconds / keras.predictSeconds,
    },
    accuracy: { ours: ours.accuracy, keras: keras.accuracy },
  };
}

function table(results: Record<string, Result>, ratios: Record<string, number>): string {
  const columns = ['', 'ms a step', 's an epoch', 'predict 10,000', 'peak memory', 'accuracy'];
  const rows = Object.entries(results).map(([name, r]) => [
    name,
    r.msPerStep.toFixed(2),
    r.secondsPerEpoch.toFixed(1),
    `${r.predictSeconds.toFixed(2)} s`,
    `${r.peakMegabytes.toFixed(0)} MB`,
    r.accuracy.toFixed(4),
  ]);
  const widths = columns.map((_, c) => Math.max(...[columns, ...rows].map((row) => row[c].length)));
  const line = (row: string[]) => row.map((cell, c) => cell.padStart(widths[c])).join('  ');
  const quotients = Object.entries(ratios).map(([name, value]) => `${name} ${value.toFixed(3)}`);
  return `${[columns, ...rows].map(line).join('\n')}\n${quotients.join(', ')}\n`;
}

main().catch((error) => {
  process.stderr.write(
    `${error instanceof UserError ? error.message : (error?.stack ?? messageOf(error))}\n`,
  );
  process.exitCode = 1;
});
