import * as tf from '@tensorflow/tfjs-node';
import type { LongWork } from '../common/progress';
import type { Digits } from '../dataset/digits';
import { checkDigits, inputShape, slice } from './batch';
import { predictorOf } from './compiler/predictor';
import { forward } from './head';
import { type Evaluation, score } from './score';
import { yieldToEvents } from './yield';

export type { Evaluation } from './score';

/** How many digits go through the layers at once where they aren't compiled. */
const chunk = 500;

/** From how many digits on compiling a network takes less time than it saves. */
const worthCompiling = 200;

export interface EvaluateOptions extends LongWork {
  /** The batch size by which `batches` is counted (default: 32). It changes no other figure. */
  batchSize?: number;
}

/** Reads a set of digits with a model and scores it against the labels. */
export async function evaluate(
  model: tf.LayersModel,
  digits: Digits,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  checkDigits(digits, 'the set to evaluate');
  return score(await readAll(model, digits, 'logits', options), digits.labels, options.batchSize);
}

/** What the model's last hidden layer sees: `N×128` features for the CNN of the experiment. */
export async function features(
  model: tf.LayersModel,
  digits: Digits,
  options: LongWork = {},
): Promise<Float32Array> {
  checkDigits(digits, 'the set to describe');
  return readAll(model, digits, 'features', options);
}

/** Runs all digits through the model in order and joins one of its outputs, `N×width`. */
async function readAll(
  model: tf.LayersModel,
  digits: Digits,
  output: 'logits' | 'features',
  work: LongWork,
): Promise<Float32Array> {
  const total = digits.labels.length;
  const shape = inputShape(model);
  const compiled = total >= worthCompiling ? await predictorOf(model) : undefined;
  if (compiled) return compiled(digits, output, work);
  let all: Float32Array | undefined;
  for (let start = 0; start < total; start += chunk) {
    work.signal?.throwIfAborted();
    const end = Math.min(total, start + chunk);
    const values = tf.tidy(() => forward(model, slice(digits, start, end, shape))[output].dataSync());
    all ??= new Float32Array((total * values.length) / (end - start));
    all.set(values as Float32Array, (start * values.length) / (end - start));
    work.onProgress?.({ task: 'evaluating', done: end, total });
    await yieldToEvents();
  }
  return all as Float32Array;
}
