import type * as tf from '@tensorflow/tfjs-node';
import { UserError } from '../common/errors';
import { permutation, random } from '../common/random';
import type { Digits } from '../dataset/digits';
import { checkDigits, inputShape } from './batch';
import { readCheckpoint, writeCheckpoint } from './checkpoint';
import { type Fingerprint, hashDigits, hashModel, hashWeights } from './fingerprint';
import { completeOptimizer } from './optimizer';
import { bestEpoch, rateFactor, shouldStop } from './schedule';
import type { EpochMetrics, Trained, TrainOptions } from './trainer';
import { readWeights, writeWeights } from './weights';
import { yieldToEvents } from './yield';

/** What a step gives: the sum of the losses of its digits, and how many were read right, both before the update. */
export interface StepResult {
  loss: number;
  correct: number;
}

/** What a trainer must be able to do with one model and its data; `trainWith` does all else. */
export interface Engine {
  /** The learning rate from here on. */
  setRate(rate: number): void;
  /** One step on the training digits with these indices. */
  step(indices: Int32Array): StepResult;
  /** Steps on batches of one length, one after the other, where the engine is faster at several in one call. */
  steps?(batches: readonly Int32Array[]): StepResult[];
  /** Mean loss and accuracy on the validation set with the weights as they are. */
  validate(signal?: AbortSignal): Promise<{ loss: number; accuracy: number }>;
  /** The model's weights, in the order of `model.weights`. */
  weights(): Float32Array[];
  /** Weights and optimizer state by name, all that `restore` needs. */
  state(): Record<string, Float32Array>;
  restore(state: Record<string, Float32Array>): void;
  dispose(): void;
}

/** Milliseconds that one call of an engine may take: in between, signals and an interrupt come through. */
const longestCall = 50;

/** Steps in one call at most, however quick they are. */
const mostStepsPerCall = 64;

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

  const { checkpoint: path, earlyStopping } = options;
  // Hashing all the data takes a moment, so only where it is compared or kept.
  const fingerprint = path ? fingerprintOf(trainer, model, train, validation, options) : {};
  const found = path && !options.fresh ? await readCheckpoint(path, fingerprint, epochs) : undefined;
  const history: EpochMetrics[] = found ? [...found.history] : [];
  const resumedAt = history.length;
  const finished = () => history.length >= epochs || shouldStop(history, earlyStopping);
  const outcome = (seconds: number, reused: boolean): Trained => {
    const epoch = 1 + (options.bestWeights ? bestEpoch(history, earlyStopping) : history.length - 1);
    return { history, seconds, trainer, reused, epoch, resumedAt };
  };
  if (found && finished()) {
    writeWeights(model, weightsIn(found.arrays, 'best') ?? weightsIn(found.arrays, 'weight') ?? []);
    return outcome(found.seconds, true);
  }

  const worker = await engine();
  try {
    if (found) worker.restore(found.arrays);
    const { learningRate } = completeOptimizer(options.optimizer);
    const count = train.labels.length;
    const stepsPerEpoch = Math.ceil(count / batchSize);
    const total = stepsPerEpoch * epochs;
    let best = found && weightsIn(found.arrays, 'best');
    let seconds = found?.seconds ?? 0;
    let stepsPerCall = 1;
    while (!finished()) {
      const epoch = history.length;
      const started = performance.now();
      const order = Int32Array.from(permutation(count, random(seed, 'order', epoch)));
      worker.setRate(learningRate * rateFactor(options.schedule, epoch, epochs));
      let loss = 0;
      let correct = 0;
      for (let step = 0; step < stepsPerEpoch; ) {
        signal?.throwIfAborted();
        const called = performance.now();
        // The last batch may be short; it gets a call of its own.
        const whole = Math.floor(count / batchSize) - step;
        const batches = Array.from({ length: Math.max(1, Math.min(stepsPerCall, whole)) }, (_, i) =>
          order.subarray((step + i) * batchSize, Math.min(count, (step + i + 1) * batchSize)),
        );
        const results = worker.steps?.(batches) ?? batches.map((batch) => worker.step(batch));
        const took = (performance.now() - called) / batches.length;
        stepsPerCall = Math.max(1, Math.min(mostStepsPerCall, Math.floor(longestCall / took)));
        for (const result of results) {
          signal?.throwIfAborted();
          if (!Number.isFinite(result.loss)) throw notANumber(result.loss, epoch, step, path);
          step++;
          loss += result.loss;
          correct += result.correct;
          const end = Math.min(count, step * batchSize);
          const detail = `loss ${(loss / end).toFixed(4)}, accuracy ${(correct / end).toFixed(4)}`;
          options.onProgress?.({ task, done: epoch * stepsPerEpoch + step, total, detail });
        }
        await yieldToEvents();
      }
      const { loss: val_loss, accuracy: val_accuracy } = await worker.validate(signal);
      if (!Number.isFinite(val_loss)) throw notANumber(val_loss, epoch, stepsPerEpoch - 1, path);
      history.push({ loss: loss / count, accuracy: correct / count, val_loss, val_accuracy });
      if (options.bestWeights && bestEpoch(history, earlyStopping) === epoch) best = worker.weights();
      seconds += (performance.now() - started) / 1000;
      if (path) {
        const kept = Object.fromEntries((best ?? []).map((weight, i) => [`best ${i}`, weight]));
        const arrays = { ...worker.state(), ...kept };
        await writeCheckpoint(path, { fingerprint, history, seconds, arrays });
      }
      await options.onEpoch?.(epoch + 1, history[epoch], history);
    }
    writeWeights(model, best ?? worker.weights());
    return outcome(seconds, false);
  } finally {
    worker.dispose();
  }
}

/** All that the outcome depends on. The number of epochs is among it only where the learning rate follows it. */
function fingerprintOf(
  trainer: string,
  model: tf.LayersModel,
  train: Digits,
  validation: Digits,
  { batchSize = 32, seed, optimizer, schedule, earlyStopping, bestWeights = false, epochs }: TrainOptions,
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
    schedule: schedule ? JSON.stringify(schedule) : 'none',
    'early stopping': earlyStopping ? JSON.stringify(earlyStopping) : 'none',
    'best weights': String(bestWeights),
    ...(schedule?.kind === 'cosine' && { epochs: String(epochs) }),
  };
}

/** Weights in a checkpoint, named by their place; undefined where it has none of that name. */
function weightsIn(arrays: Record<string, Float32Array>, name: string): Float32Array[] | undefined {
  const weights: Float32Array[] = [];
  while (arrays[`${name} ${weights.length}`]) weights.push(arrays[`${name} ${weights.length}`]);
  return weights.length > 0 ? weights : undefined;
}

function notANumber(loss: number, epoch: number, step: number, path: string | undefined): UserError {
  const last =
    path && epoch > 0
      ? `the last good checkpoint is ${path}, after epoch ${epoch}`
      : 'there is no checkpoint';
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
