import * as tf from '@tensorflow/tfjs-node';
import type { LongWork } from '../../common/progress';
import type { Digits } from '../../dataset/digits';
import { yieldToEvents } from '../yield';
import type { Session } from './session';
import { parts, wordsTensor } from './words';

/** Digits that one run reads: a quarter faster than 128 at a time, and more of them are no faster. */
export const digitsPerRun = 1000;

/** Runs all digits through one output of a loaded network, in order: `N×10` logits or `N×F` features. */
export async function readAll(
  session: Session,
  digits: Digits,
  shards: number,
  output: 'logits' | 'features',
  { signal, onProgress }: LongWork = {},
): Promise<Float32Array> {
  const total = digits.labels.length;
  let all: Float32Array | undefined;
  for (let start = 0; start < total; start += digitsPerRun) {
    signal?.throwIfAborted();
    const end = Math.min(total, start + digitsPerRun);
    tf.tidy(() => {
      const pieces = parts(start, end, shards);
      const inputs: Record<string, tf.Tensor> = { scale: tf.scalar(digits.scale) };
      pieces.forEach(([from, to], i) => {
        inputs[i] = wordsTensor(digits.images, from, to);
      });
      const outputs = session.run(`${output}/${pieces.length}`, inputs);
      pieces.forEach(([from], i) => {
        const [, width] = outputs[i].shape as [number, number];
        all ??= new Float32Array(total * width);
        all.set(outputs[i].dataSync() as Float32Array, from * width);
      });
    });
    onProgress?.({ task: 'evaluating', done: end, total });
    await yieldToEvents();
  }
  return all ?? new Float32Array(0);
}
