import * as tf from '@tensorflow/tfjs-node';
import type { LongWork } from '../common/progress';
import type { Digits } from '../dataset/digits';
import { checkDigits, inputShape, slice } from './batch';
import { forward } from './head';

/** How many digits go through the network at once; more gains nothing and takes memory. */
const chunk = 500;

export interface EvaluateOptions extends LongWork {
  /** The batch size by which `batches` is counted (default: 32). It changes no other figure. */
  batchSize?: number;
}

/** How a model does on a set of digits. */
export interface Evaluation {
  /** Mean categorical cross-entropy in nats, taken from the logits: it never overflows or saturates. */
  loss: number;
  /** The share of digits read right, 0 to 1. */
  accuracy: number;
  count: number;
  /** How many batches that makes, the last one perhaps short. */
  batches: number;
  /** `confusion[t][p]`: how many digits labelled `t` were read as `p`. */
  confusion: number[][];
  /** `N` digits read, 0 to 9; the first of equals wins. */
  predicted: Uint8Array;
  /** `N` probabilities of the digit that was read. */
  confidence: Float32Array;
  /** `N×10` probabilities. */
  probabilities: Float32Array;
}

/** Reads a set of digits with a model and scores it against the labels. */
export async function evaluate(
  model: tf.LayersModel,
  digits: Digits,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  checkDigits(digits, 'the set to evaluate');
  const logits = await eachChunk(model, digits, 10, (outputs) => outputs.logits, options);
  return score(logits, digits.labels, options.batchSize);
}

/** What the model's last hidden layer sees: `N×128` features for the CNN of the experiment. */
export async function features(
  model: tf.LayersModel,
  digits: Digits,
  options: LongWork = {},
): Promise<Float32Array> {
  checkDigits(digits, 'the set to describe');
  const last = model.layers.filter((layer) => layer.getClassName() === 'Dense').pop();
  const width = last ? (last.weights[0].shape[0] as number) : 0;
  return eachChunk(model, digits, width, (outputs) => outputs.features, options);
}

/** Scores `N×10` logits against `N` labels. */
export function score(logits: Float32Array, labels: Uint8Array, batchSize = 32): Evaluation {
  const count = labels.length;
  const probabilities = new Float32Array(10 * count);
  const predicted = new Uint8Array(count);
  const confidence = new Float32Array(count);
  const confusion = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
  let loss = 0;
  let right = 0;
  for (let n = 0; n < count; n++) {
    const row = logits.subarray(10 * n, 10 * n + 10);
    let best = 0;
    for (let k = 1; k < 10; k++) if (row[k] > row[best]) best = k;
    // Subtracting the largest logit first keeps every exponential at or below 1.
    let sum = 0;
    for (let k = 0; k < 10; k++) sum += Math.exp(row[k] - row[best]);
    for (let k = 0; k < 10; k++) probabilities[10 * n + k] = Math.exp(row[k] - row[best]) / sum;
    loss += Math.log(sum) + row[best] - row[labels[n]];
    predicted[n] = best;
    confidence[n] = probabilities[10 * n + best];
    confusion[labels[n]][best]++;
    if (best === labels[n]) right++;
  }
  return {
    loss: loss / count,
    accuracy: right / count,
    count,
    batches: Math.ceil(count / batchSize),
    confusion,
    predicted,
    confidence,
    probabilities,
  };
}

/** Runs all digits through the model in order and joins one of its outputs, `N×width`. */
async function eachChunk(
  model: tf.LayersModel,
  digits: Digits,
  width: number,
  pick: (outputs: ReturnType<typeof forward>) => tf.Tensor2D,
  { onProgress, signal }: LongWork,
): Promise<Float32Array> {
  const total = digits.labels.length;
  const shape = inputShape(model);
  const all = new Float32Array(total * width);
  for (let start = 0; start < total; start += chunk) {
    signal?.throwIfAborted();
    const end = Math.min(total, start + chunk);
    const values = tf.tidy(() => pick(forward(model, slice(digits, start, end, shape))).dataSync());
    all.set(values as Float32Array, start * width);
    onProgress?.({ task: 'evaluating', done: end, total });
    await yieldToEvents();
  }
  return all;
}

/** Lets timers, signals and messages in between two pieces of synchronous work. */
export function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
