import type * as tf from '@tensorflow/tfjs-node';
import { UserError } from '../common/errors';
import { permutation, random } from '../common/random';
import type { Digits } from '../dataset/digits';
import { checkDigits, inputShape } from './batch';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint';
import { yieldToEvents } from './evaluate';
import { type Fingerprint, hashDigits, hashModel, hashWeights } from './fingerprint';
import { completeOptimizer } from './optimizer';
import type { EpochMetrics, Trained, TrainOptions } from './trainer';
import { readWeights, writeWeights } from './weights';

/** What a trainer must be able to do with one model and its data; `trainWith` does all else. */
export interface Engine {
  /** One step on the training digits with these indices: the sum of their losses and how many were right. */
  step(indices: Int32Array): { loss: number; correct: number };
  /** Mean loss and accuracy on the validation set with the weights as they are. */
  validate(signal?: AbortSignal): Promise<{ loss: number; accuracy: number }>;
  /** The model's weights, in the order of `model.weights`. */
  weights(): Float32Array[];
  /** Weights and optimizer state by name, all that `restore` needs. */
  state(): Record<string, Float32Array>;
  restore(state: Record<string, Float32Array>): void;
  dispose(): void;
}

/**
 * Trains with an engine: order, progress, abort, history, checkpoints, resume, and what happens when the loss
 * stops being a number.
 *
 * `engine` is called only where there is something to train.
 */
export async function trainWith(
  trainer: string,
  engine: () => Promise<Engine> | Engine,
  model: tf.LayersModel,
  train: Digits,
  validation: Digits,
  options: TrainOptions,
): Promise<Trained> {
  const { epochs, batchSize = 32, seed, signal, task = 'training' } = options;
  checkDigits(train, 'the training set');
  checkDigits(validation, 'the validation set');
  inputShape(model);
  wholeNumber('epochs', epochs);
  wholeNumber('batchSize', batchSize);
  signal?.throwIfAborted();

  const fingerprint = fingerprintOf(trainer, model, train, validation, options);
  const { checkpoint: path } = options;
  const found = path && !options.fresh ? await readCheckpoint(path, fingerprint, epochs) : undefined;
  const history: EpochMetrics[] = found ? [...found.history] : [];
  const resumedAt = history.length;
  if (found && resumedAt === epochs) {
    writeWeights(model, weightsOf(found));
    return { history, seconds: found.seconds, trainer, reused: true, resumedAt };
  }

  const worker = await engine();
  try {
    if (found) worker.restore(found.arrays);
    const count = train.labels.length;
    const stepsPerEpoch = Math.ceil(count / batchSize);
    const total = stepsPerEpoch * epochs;
    let seconds = found?.seconds ?? 0;
    for (let epoch = resumedAt; epoch < epochs; epoch++) {
      const started = performance.now();
      const order = Int32Array.from(permutation(count, random(seed, 'order', epoch)));
      let loss = 0;
      let correct = 0;
      for (let step = 0; step < stepsPerEpoch; step++) {
        signal?.throwIfAborted();
        const end = Math.min(count, (step + 1) * batchSize);
        const result = worker.step(order.slice(step * batchSize, end));
        if (!Number.isFinite(result.loss)) throw notANumber(result.loss, epoch, step, path, epoch > 0);
        loss += result.loss;
        correct += result.correct;
        const detail = `loss ${(loss / end).toFixed(4)}, accuracy ${(correct / end).toFixed(4)}`;
        options.onProgress?.({ task, done: epoch * stepsPerEpoch + step + 1, total, detail });
        await yieldToEvents();
      }
      const { loss: val_loss, accuracy: val_accuracy } = await worker.validate(signal);
      history.push({ loss: loss / count, accuracy: correct / count, val_loss, val_accuracy });
      seconds += (performance.now() - started) / 1000;
      if (path) {
        await writeCheckpoint(path, { fingerprint, history, seconds, arrays: worker.state() });
      }
      options.onEpoch?.(epoch + 1, history[epoch], history);
    }
    writeWeights(model, worker.weights());
    return { history, seconds, trainer, reused: false, resumedAt };
  } finally {
    worker.dispose();
  }
}

/** All that the outcome depends on. The number of epochs isn't among it: a training can be made longer. */
function fingerprintOf(
  trainer: string,
  model: tf.LayersModel,
  train: Digits,
  validation: Digits,
  { batchSize = 32, seed, optimizer }: TrainOptions,
): Fingerprint {
  return {
    trainer,
    'training data': hashDigits(train),
    'validation data': hashDigits(validation),
    model: hashModel(model),
    'initial weights': hashWeights(readWeights(model)),
    'batch size': String(batchSize),
    seed: String(seed),
    optimizer: JSON.stringify(completeOptimizer(optimizer)),
  };
}

/** The model's weights in a checkpoint, named by their place. */
function weightsOf({ arrays }: Checkpoint): Float32Array[] {
  const weights: Float32Array[] = [];
  for (let i = 0; arrays[`weight ${i}`]; i++) weights.push(arrays[`weight ${i}`]);
  return weights;
}

function notANumber(
  loss: number,
  epoch: number,
  step: number,
  path: string | undefined,
  kept: boolean,
): UserError {
  const last =
    path && kept ? `the last good checkpoint is ${path}, after epoch ${epoch}` : 'there is no checkpoint';
  return new UserError(
    `training stopped: the loss became ${loss} at step ${step + 1} of epoch ${epoch + 1}; ${last}. ` +
      'A lower learning rate or scaled pixels usually help.',
  );
}

function wholeNumber(name: string, value: number): void {
  if (!(Number.isInteger(value) && value > 0)) {
    throw new UserError(`${name} should be a whole number above 0 but is ${value}`);
  }
}
