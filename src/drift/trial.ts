import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere, sha256, writeWhole } from '../common/files';
import type { LongWork } from '../common/progress';
import type { Seed } from '../common/random';
import { workspace } from '../common/workspace';
import type { Digits } from '../dataset/digits';
import { digitsHash } from '../dataset/digits-hash';
import { pick } from '../dataset/subset';
import { digitCnn } from '../model/cnn';
import { trainer as defaultTrainer } from '../model/default-trainer';
import { evaluate } from '../model/evaluate';
import { hashWeights } from '../model/fingerprint';
import type { OptimizerSettings } from '../model/optimizer';
import type { Trainer } from '../model/trainer';
import { writeWeights } from '../model/weights';

/** A training of which only the accuracy afterwards matters. */
export interface Trial extends LongWork {
  train: Digits;
  epochs: number;
  /** Digits a step (default 32). */
  batchSize?: number;
  seed: Seed;
  optimizer?: OptimizerSettings;
  /** The CNN's weights to start from, in the order of `model.weights` (default: drawn by the seed). */
  start?: readonly Float32Array[];
  /** Where outcomes are kept (default `models/trials`). */
  folder?: string;
  trainer?: Trainer;
}

const Kept = z.object({ accuracy: z.array(z.number()) });

/**
 * Trains the CNN and gives its accuracy on each test set.
 *
 * Outcomes are kept by everything they depend on, so that the same trial is done once: data, start, settings and
 * tests. The model itself isn't kept.
 */
export async function trial(tests: readonly Digits[], options: Trial): Promise<number[]> {
  const { train, epochs, batchSize = 32, seed, optimizer, start, trainer = defaultTrainer } = options;
  const { folder = join(workspace().models, 'trials'), signal } = options;
  const settings = [
    trainer.name,
    epochs,
    batchSize,
    seed,
    optimizer ?? null,
    start ? hashWeights(start) : null,
  ];
  const key = sha256(JSON.stringify([settings, digitsHash(train), tests.map(digitsHash)]));
  const path = join(folder, `${key.slice(0, 20)}.json`);
  const kept = Kept.safeParse(parse(await readIfThere(path)));
  if (kept.success && kept.data.accuracy.length === tests.length) return kept.data.accuracy;
  const model = digitCnn(seed);
  try {
    if (start) writeWeights(model, start);
    // The trainer wants a validation set; a few digits cost no time, and nothing is chosen by them.
    const glance = pick(
      train,
      Array.from({ length: Math.min(32, train.labels.length) }, (_, i) => i),
    );
    await trainer.train(model, train, glance, { epochs, batchSize, seed, optimizer, signal });
    const accuracy: number[] = [];
    for (const test of tests) accuracy.push((await evaluate(model, test, { signal })).accuracy);
    await writeWhole(path, `${JSON.stringify({ accuracy })}\n`);
    return accuracy;
  } finally {
    model.dispose();
  }
}

function parse(content: Buffer | undefined): unknown {
  try {
    return content && JSON.parse(content.toString('utf8'));
  } catch {
    return undefined;
  }
}
