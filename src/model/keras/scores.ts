import * as tf from '@tensorflow/tfjs-node';
import type { LongWork } from '../../common/progress';
import type { Digits } from '../../dataset/digits';
import { checkDigits, inputShape, slice } from '../batch';
import { type Evaluation, evaluate } from '../evaluate';
import { score } from '../score';
import { yieldToEvents } from '../yield';

/** What a stranger's model makes of a set of digits. */
export interface Reading extends Omit<Evaluation, 'loss'> {
  /** Mean cross-entropy in nats; null for a model whose outputs are no probabilities. */
  loss: number | null;
}

const chunk = 500;

/**
 * Reads digits with any model of ten outputs: with a softmax at its end, with logits, or with ten scores of
 * another kind, of which the largest wins.
 */
export async function readDigits(
  model: tf.LayersModel,
  digits: Digits,
  options: LongWork = {},
): Promise<Reading> {
  checkDigits(digits, 'the set to evaluate');
  const end = endOf(model);
  if (end === 'dense softmax') return evaluate(model, digits, options);
  const shape = inputShape(model);
  const total = digits.labels.length;
  const outputs = new Float32Array(10 * total);
  for (let start = 0; start < total; start += chunk) {
    options.signal?.throwIfAborted();
    const stop = Math.min(total, start + chunk);
    const values = tf.tidy(() => (model.predict(slice(digits, start, stop, shape)) as tf.Tensor).dataSync());
    outputs.set(values as Float32Array, 10 * start);
    options.onProgress?.({ task: 'evaluating', done: stop, total });
    await yieldToEvents();
  }
  if (end === 'softmax')
    return score(
      outputs.map((p) => Math.log(Math.max(p, 1e-38))),
      digits.labels,
    );
  const reading = score(outputs, digits.labels);
  if (end === 'linear') return reading;
  const confidence = reading.confidence.map((_, n) => outputs[10 * n + reading.predicted[n]]);
  return { ...reading, loss: null, probabilities: outputs, confidence };
}

/** How a chain ends: in what `evaluate` takes apart, in another softmax, in logits, or in other scores. */
function endOf(model: tf.LayersModel): 'dense softmax' | 'softmax' | 'linear' | 'other' {
  const layers = model.layers.filter((layer) => layer.getClassName() !== 'Dropout');
  const activation = (at: number): string =>
    layers[at]?.getClassName() === 'Softmax'
      ? 'softmax'
      : String(layers[at]?.getConfig().activation ?? 'none');
  const kind = (at: number): string => layers[at]?.getClassName() ?? 'none';
  const last = layers.length - 1;
  const plain = layers.length === model.layers.length;
  if (kind(last) === 'Dense' && activation(last) === 'softmax') return plain ? 'dense softmax' : 'softmax';
  if (activation(last) === 'softmax') {
    return plain && kind(last - 1) === 'Dense' && activation(last - 1) === 'linear'
      ? 'dense softmax'
      : 'softmax';
  }
  return activation(last) === 'linear' ? 'linear' : 'other';
}
