import { join } from 'node:path';
import { sha256 } from '../common/files';
import type { LongWork } from '../common/progress';
import type { Seed } from '../common/random';
import { workspace } from '../common/workspace';
import type { Digits } from '../dataset/digits';
import { digitsHash } from '../dataset/digits-hash';
import { digitCnn } from './cnn';
import { trainer } from './default-trainer';
import { evaluate } from './evaluate';

/** What a camera is judged on. */
export interface JudgeOptions extends LongWork {
  /** The camera's photos, all of them, after the `mnist` pipeline. */
  photos: Digits;
  mnist: { train: Digits; test: Digits };
  /** How often the camera's photos are seen (default 20). */
  epochs?: number;
  /** How often MNIST's training set is seen (default 3: it is seventeen times as large). */
  mnistEpochs?: number;
  seed?: Seed;
}

/** How well models that never saw a camera's photos read them, and the other way round: accuracies, 0 to 1. */
export interface Judgement {
  /** The CNN trained on MNIST alone, on the camera's photos. */
  mnistOnSimulated: number;
  /** The CNN trained on the camera's photos alone, on MNIST's test set. */
  simulatedOnMnist: number;
}

/**
 * Judges a simulated camera by models that never saw it: each of two CNNs reads what the other was trained on.
 *
 * Both trainings keep checkpoints under `models/judge`, so that a second judgement of the same photos is quick.
 */
export async function judgeCamera(options: JudgeOptions): Promise<Judgement> {
  const { photos, mnist, epochs = 20, mnistEpochs = 3, seed = 1, onProgress, signal } = options;
  const work: LongWork = { onProgress, signal };
  return {
    mnistOnSimulated: await cross('judge: mnist', mnist.train, photos, mnistEpochs, seed, work),
    simulatedOnMnist: await cross('judge: simulated', photos, mnist.test, epochs, seed, work),
  };
}

/** Trains on one set and gives the accuracy on the other, which has no say in the training. */
async function cross(
  task: string,
  train: Digits,
  test: Digits,
  epochs: number,
  seed: Seed,
  work: LongWork,
): Promise<number> {
  const settings = sha256(JSON.stringify([digitsHash(train), digitsHash(test), epochs, seed]));
  const checkpoint = join(workspace().models, 'judge', `checkpoint-${settings.slice(0, 12)}.bin`);
  const model = digitCnn(seed);
  try {
    await trainer.train(model, train, test, { epochs, batchSize: 32, seed, checkpoint, task, ...work });
    return (await evaluate(model, test, work)).accuracy;
  } finally {
    model.dispose();
  }
}
