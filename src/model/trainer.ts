import type * as tf from '@tensorflow/tfjs-node';
import type { LongWork } from '../common/progress';
import type { Seed } from '../common/random';
import type { Digits } from '../dataset/digits';
import type { OptimizerSettings } from './optimizer';
import type { EarlyStopping, Schedule } from './schedule';

/** What one epoch gave, under the names that Keras' history uses. */
export interface EpochMetrics {
  /** Mean loss over the epoch's batches, each taken before its own update. */
  loss: number;
  /** Share read right over the epoch's batches, each taken before its own update. */
  accuracy: number;
  /** Loss on the validation set after the epoch. */
  val_loss: number;
  /** Accuracy on the validation set after the epoch. */
  val_accuracy: number;
}

export interface TrainOptions extends LongWork {
  /** How many times every training digit is seen. */
  epochs: number;
  /** Digits a step (default: 32). The last batch of an epoch may be short. */
  batchSize?: number;
  /** Fixes the order of every epoch and all that is dropped. */
  seed: Seed;
  /** Default: Keras' Adam with a learning rate of 0.001. */
  optimizer?: OptimizerSettings;
  /** How the learning rate changes from epoch to epoch (default: not at all). */
  schedule?: Schedule;
  /** Stops when the validation metric no longer gets better (default: never). */
  earlyStopping?: EarlyStopping;
  /** Ends with the weights of the best epoch instead of the last, judged as `earlyStopping` says (default: false). */
  bestWeights?: boolean;
  /**
   * A file that holds everything a resume needs, written whole after each epoch.
   *
   * Where it is there already, training goes on from it and ends bit for bit as if it had never stopped; where
   * it has all its epochs, it is taken as the result. One of other data, another model or other settings is
   * refused.
   */
  checkpoint?: string;
  /** Starts over whatever the checkpoint holds (default: false). */
  fresh?: boolean;
  /** What progress calls this work (default: `training`). */
  task?: string;
  /** Called after each epoch with its number (from 1), its metrics and all before it; training waits for it. */
  onEpoch?: (epoch: number, metrics: EpochMetrics, history: readonly EpochMetrics[]) => unknown;
}

/** The outcome of a training; the model passed in holds the weights. */
export interface Trained {
  history: EpochMetrics[];
  /** Seconds that the epochs took, validation included, over all the sittings it took. */
  seconds: number;
  /** The name of the trainer that did it. */
  trainer: string;
  /** Why another trainer than the one asked for did it, where that is so. */
  note?: string;
  /** Whether it was taken whole from a checkpoint. */
  reused: boolean;
  /** The epoch (from 1) whose weights the model has. */
  epoch: number;
  /** The epochs that a checkpoint had already, 0 for a training from the start. */
  resumedAt: number;
}

/** Something that can train a model: one small interface, so that a faster one can take the place of another. */
export interface Trainer {
  readonly name: string;
  /**
   * Trains the model in place.
   *
   * An abort stops between two steps and rejects with the signal's reason; the checkpoint keeps the last whole
   * epoch. Throws a `UserError` for a set that isn't one, for a checkpoint that belongs to another training and
   * when the loss stops being a number.
   */
  train(model: tf.LayersModel, train: Digits, validation: Digits, options: TrainOptions): Promise<Trained>;
}
