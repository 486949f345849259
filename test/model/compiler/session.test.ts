import * as tf from '@tensorflow/tfjs-node';
import { expect, it } from 'vitest';
import { ownedCopy } from '../../../src/model/compiler/session';

/** Whether TensorFlow reads the array itself: what is written to it later shows in the tensor. */
function isLent(tensor: tf.Tensor, values: Float32Array): boolean {
  return tf.tidy(() => {
    values[0] = 1;
    tf.neg(tensor).dataSync();
    values[0] = 2;
    return tf.neg(tensor).dataSync()[0] === -2;
  });
}

it('gives TensorFlow memory of its own, whatever the size', () => {
  for (let size = 1; size <= 4096; size = size * 2 + 1) {
    const lent = tf.tensor1d(new Float32Array(size).fill(1));
    const copy = ownedCopy(lent);
    expect(copy.shape).toEqual([size]);
    expect(Array.from(copy.dataSync())).toEqual(Array.from(lent.dataSync()));
    expect(isLent(copy, copy.dataSync() as Float32Array)).toBe(false);
    tf.dispose([lent, copy]);
  }
});

it('keeps shape, type and values', () => {
  const numbers = tf.tensor2d(Int32Array.of(1, -2, 3, 4, 5, 6), [2, 3], 'int32');
  const copy = ownedCopy(numbers);
  expect(copy.shape).toEqual([2, 3]);
  expect(copy.dtype).toBe('int32');
  expect(Array.from(copy.dataSync())).toEqual([1, -2, 3, 4, 5, 6]);
  const one = ownedCopy(tf.scalar(0.5));
  expect([one.shape, one.dataSync()[0]]).toEqual([[], 0.5]);
});
