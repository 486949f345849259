import * as tf from '@tensorflow/tfjs-node';
import { pixelsPerDigit } from '../batch';
import { bytesPerWord } from './chain';

/** Pictures `start` (included) to `end` (excluded) as `n×196` words of four pixels, without a copy where possible. */
export function wordsTensor(images: Uint8Array, start: number, end: number): tf.Tensor2D {
  const bytes = images.subarray(start * pixelsPerDigit, end * pixelsPerDigit);
  const aligned = bytes.byteOffset % bytesPerWord === 0 ? bytes : Uint8Array.from(bytes);
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length / bytesPerWord);
  return tf.tensor2d(words, [end - start, pixelsPerDigit / bytesPerWord], 'int32');
}

/** The bounds of so many nearly equal parts of `start` to `end`; fewer where there is less than one each. */
export function parts(start: number, end: number, count: number): [number, number][] {
  const n = end - start;
  const used = n < count ? 1 : count;
  return Array.from({ length: used }, (_, i) => [
    start + Math.floor((n * i) / used),
    start + Math.floor((n * (i + 1)) / used),
  ]);
}

/** Lists of one length as the rows of a tensor. */
export function rowsTensor(rows: readonly Int32Array[]): tf.Tensor2D {
  const [{ length }] = rows;
  const values = new Int32Array(rows.length * length);
  rows.forEach((row, i) => {
    values.set(row, i * length);
  });
  return tf.tensor2d(values, [rows.length, length], 'int32');
}
