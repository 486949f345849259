import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { command } from '../../src/cli/command';
import { terminalProgress } from '../../src/cli/terminal';
import { UserError } from '../../src/common/errors';
import type { Digits } from '../../src/dataset/digits';
import { loadMnist } from '../../src/dataset/mnist';
import { standIn } from '../../src/dataset/stand-in';
import { runTraining } from '../../src/model/experiment';
import { kerasFile } from '../../src/model/keras/file-name';
import { readKeras } from '../../src/model/keras/read';
import { readDigits } from '../../src/model/keras/scores';
import { kerasPython } from './keras-environment';
import { kerasPredict } from './models/keras-predict';

const usage = `Usage: npm run models:check [-- --json]

Trains the three models briefly, in a folder of their own, and compares what their .h5 files read here and in
Keras, on MNIST's test set.`;

command(async (argv, signal) => {
  if (argv.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const other = argv.find((argument) => argument !== '--json');
  if (other) throw new UserError(`unknown argument ${other}\n\n${usage}`);
  const python = await kerasPython();
  const workspace = await mkdtemp(join(tmpdir(), 'inkdrift-models-'));
  try {
    const onProgress = terminalProgress();
    const mnist = await loadMnist({ trainCount: 4000, seed: 1, signal, onProgress });
    process.env.INKDRIFT_WORKSPACE = workspace;
    // Drawn digits stand for the photos, so that the check takes a minute: it is about files, not about drift.
    const drawn = await standIn({
      train: 2000,
      test: 500,
      seed: 1,
      reason: 'a check of files',
      signal,
      onProgress,
    });
    const prepared = { train: drawn.train, validation: drawn.test };
    const asShot = { train: onPaper(drawn.train), validation: onPaper(drawn.test) };
    const models = [
      { model: 'custom', pipeline: 'as-shot', data: asShot },
      { model: 'custom', pipeline: 'mnist', data: prepared },
      { model: 'mnist', pipeline: 'mnist', data: { train: mnist.train, validation: mnist.test } },
    ] as const;
    const settings = { epochs: 1, batchSize: 32, seed: 1, fresh: false, signal, onProgress };
    for (const one of models) await runTraining({ ...one, ...settings });
    const files = models.map(({ model, pipeline, data }) => ({
      file: join(workspace, 'models', kerasFile(model, pipeline)),
      scale: data.train.scale,
    }));
    const theirs = await kerasPredict(python, files, mnist.test);
    const compared = [];
    for (const [i, { file, scale }] of files.entries()) {
      const { model } = await readKeras(file);
      const { accuracy, probabilities } = await readDigits(model, { ...mnist.test, scale }, { signal });
      const keras = accuracyOf(theirs[i].outputs, mnist.test.labels);
      const largestDifference = probabilities.reduce(
        (most, p, n) => Math.max(most, Math.abs(p - theirs[i].outputs[n])),
        0,
      );
      compared.push({ file: basename(file), accuracy: { ours: accuracy, keras }, largestDifference });
      process.stderr.write(`Keras ${theirs[i].keras} on opening ${basename(file)}: ${theirs[i].said}\n`);
      model.dispose();
    }
    if (argv.includes('--json')) process.stdout.write(`${JSON.stringify({ models: compared })}\n`);
    else for (const one of compared) process.stdout.write(`${inWords(one)}\n`);
    const differing = compared.find(({ accuracy }) => accuracy.ours !== accuracy.keras);
    if (differing) throw new UserError(`${differing.file} scores otherwise in Keras than here`);
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
});

/** Digits dark on light with pixels 0-255, as a camera sees them. */
function onPaper({ images, labels }: Digits): Digits {
  return { images: images.map((value) => 255 - value), labels, scale: 1 };
}

function accuracyOf(outputs: Float32Array, labels: Uint8Array): number {
  let right = 0;
  for (let n = 0; n < labels.length; n++) {
    let best = 0;
    for (let k = 1; k < 10; k++) if (outputs[10 * n + k] > outputs[10 * n + best]) best = k;
    if (best === labels[n]) right++;
  }
  return right / labels.length;
}

function inWords(one: {
  file: string;
  accuracy: { ours: number; keras: number };
  largestDifference: number;
}) {
  const { file, accuracy, largestDifference } = one;
  return `${file}: accuracy here ${accuracy.ours}, in Keras ${accuracy.keras}; largest difference of a probability ${largestDifference.toExponential(2)}`;
}
