import { join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-node';
import { UserError } from '../common/errors';
import { sha256 } from '../common/files';
import type { LongWork } from '../common/progress';
import type { Seed } from '../common/random';
import { sourceHash } from '../common/source-hash';
import { workspace } from '../common/workspace';
import type { Digits } from '../dataset/digits';
import { digitsHash } from '../dataset/digits-hash';
import type { PipelineName } from '../imaging/steps';
import { digitCnn } from './cnn';
import { trainer as defaultTrainer } from './default-trainer';
import { cardOf } from './keras/card';
import { kerasFile } from './keras/file-name';
import { adamStateIn } from './keras/optimizer-state';
import { readTrained } from './keras/trained';
import { writeKeras } from './keras/write';
import type { ModelMetadata } from './metadata';
import { saveModel } from './storage';
import type { EpochMetrics, Trainer } from './trainer';

/** Which model to train, on what and how. */
export interface ExperimentOptions extends LongWork {
  /** The data set it learns from. */
  model: 'custom' | 'mnist';
  /** The pipeline that prepared the data. */
  pipeline: PipelineName;
  data: { train: Digits; validation: Digits };
  /** Where the data came from, in words, as the model's card tells it. */
  source?: string;
  epochs: number;
  /** Digits a step. */
  batchSize: number;
  seed: Seed;
  /** Trains anew even where the same training is on disk already. */
  fresh: boolean;
  /** Default: the fastest there is. */
  trainer?: Trainer;
}

/** One training of the experiment, as the report records it. */
export interface Experiment {
  model: 'custom' | 'mnist';
  pipeline: PipelineName;
  epochs: number;
  /** The name of the trainer. */
  trainer: string;
  /** How long the epochs took, over all sittings. */
  seconds: number;
  /** Whether an earlier run had done this very training. */
  reused: boolean;
  /** What should be known of it: why another trainer than the fastest did it, for example. */
  notes: string[];
  /** Hash of the training set. */
  data: string;
  history: Record<keyof EpochMetrics, number[]>;
}

/** A model's folder under `models/`: `mnist`, `custom-as-shot` or `custom-mnist`. */
export function modelName(model: 'custom' | 'mnist', pipeline: PipelineName): string {
  return model === 'mnist' ? 'mnist' : `custom-${pipeline}`;
}

/**
 * Trains the CNN from its seeded start and saves it under `models/`, with a checkpoint beside it after each epoch,
 * and as a file for Keras (`kerasFile`).
 *
 * A training that was interrupted goes on from its last whole epoch, and one that is on disk already, with the
 * same data and settings, is taken as it is. Throws what the trainer throws.
 */
export async function runTraining(options: ExperimentOptions): Promise<Experiment> {
  const { model: set, pipeline, data, epochs, batchSize, seed, fresh, trainer = defaultTrainer } = options;
  const name = modelName(set, pipeline);
  const folder = join(workspace().models, name);
  const hash = digitsHash(data.train);
  // Other settings are another training: each has its own checkpoint, and none stands in another's way.
  const settings = sha256(
    JSON.stringify([
      await sourceHash('model'),
      trainer.name,
      hash,
      digitsHash(data.validation),
      epochs,
      batchSize,
      seed,
    ]),
  );
  const checkpoint = join(folder, `checkpoint-${settings.slice(0, 12)}.bin`);
  const model = digitCnn(seed);
  try {
    const trained = await trainer.train(model, data.train, data.validation, {
      epochs,
      batchSize,
      seed,
      fresh,
      checkpoint,
      task: `training ${name}`,
      onProgress: options.onProgress,
      signal: options.signal,
    });
    const metadata: ModelMetadata = {
      name,
      data: set,
      source: options.source,
      pipeline,
      scale: data.train.scale,
      dataHash: hash,
      epochs,
      seed,
      batchSize,
      trainer: trained.trainer,
      seconds: trained.seconds,
      history: trained.history,
      created: new Date().toISOString(),
    };
    await saveModel(model, folder, metadata);
    await writeKeras(model, join(workspace().models, kerasFile(set, pipeline)), {
      card: cardOf(model, metadata),
      adam: await adamStateIn(checkpoint, model),
    });
    return {
      model: set,
      pipeline,
      epochs,
      trainer: trained.trainer,
      seconds: trained.seconds,
      reused: trained.reused,
      notes: trained.note ? [`${name}: ${trained.note}`] : [],
      data: hash,
      history: {
        loss: trained.history.map((epoch) => epoch.loss),
        accuracy: trained.history.map((epoch) => epoch.accuracy),
        val_loss: trained.history.map((epoch) => epoch.val_loss),
        val_accuracy: trained.history.map((epoch) => epoch.val_accuracy),
      },
    };
  } finally {
    model.dispose();
  }
}

/**
 * Loads the model that `runTraining` saved, from its file for Keras.
 *
 * Throws a `UserError` where it is missing, damaged or another's, and where it has learnt from other data than
 * `train`: digits that are to test it might then be among those it has seen.
 */
export async function loadTrained(
  set: 'custom' | 'mnist',
  pipeline: PipelineName,
  train: Digits,
): Promise<LayersModel> {
  const { model, card } = await readTrained(set, pipeline);
  if (card.dataHash === digitsHash(train)) return model;
  model.dispose();
  throw new UserError(
    `the model ${card.name} has learnt from other data than are there now: run notebooks/04-training again with the parameters of this one`,
  );
}
