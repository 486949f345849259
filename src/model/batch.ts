import * as tf from '@tensorflow/tfjs-node';
import { UserError } from '../common/errors';
import type { Digits } from '../dataset/digits';

/** Pixels of one picture: 28 rows of 28. */
export const pixelsPerDigit = 784;

/**
 * Checks that a set is one: not empty, 784 bytes a label, labels 0 to 9, a positive scale.
 *
 * Throws a `UserError` that names the set (`the training set`) and what is wrong with it.
 */
export function checkDigits(digits: Digits, name: string): void {
  const { images, labels, scale } = digits;
  if (labels.length === 0) throw new UserError(`${name} is empty: at least one digit is needed`);
  if (images.length !== pixelsPerDigit * labels.length) {
    throw new UserError(
      `${name} should hold 784 bytes for each of its ${labels.length} labels but has ${images.length} bytes`,
    );
  }
  const wrong = labels.findIndex((label) => label > 9);
  if (wrong >= 0)
    throw new UserError(`${name} should be labelled 0 to 9 but label ${wrong} is ${labels[wrong]}`);
  if (!(scale > 0 && Number.isFinite(scale))) {
    throw new UserError(`${name} should have a positive scale but has ${scale}`);
  }
}

/** The shape of one input of the model, without the batch; a `UserError` unless it takes 784 numbers. */
export function inputShape(model: tf.LayersModel): number[] {
  const shape = model.inputs[0].shape.slice(1);
  const size = shape.reduce<number>((n, d) => n * (d ?? Number.NaN), 1);
  if (model.inputs.length !== 1 || size !== pixelsPerDigit) {
    throw new UserError(
      `the model should take pictures of 28×28×1, 28×28 or 784 pixels but takes ${JSON.stringify(shape)}`,
    );
  }
  return shape as number[];
}

/** The digits from `start` (included) to `end` (excluded) as the tensor that a model of that input shape takes. */
export function slice(digits: Digits, start: number, end: number, shape: number[]): tf.Tensor {
  const values = new Float32Array(pixelsPerDigit * (end - start));
  const from = pixelsPerDigit * start;
  const scale = Math.fround(digits.scale);
  for (let i = 0; i < values.length; i++) values[i] = digits.images[from + i] * scale;
  return tf.tensor(values, [end - start, ...shape]);
}

/** The digits with the given indices, in that order, as a tensor, and their labels as `int32`. */
export function gather(
  digits: Digits,
  indices: ArrayLike<number>,
  shape: number[],
): { pixels: tf.Tensor; labels: tf.Tensor1D } {
  const values = new Float32Array(pixelsPerDigit * indices.length);
  const labels = new Int32Array(indices.length);
  const scale = Math.fround(digits.scale);
  for (let n = 0; n < indices.length; n++) {
    const from = pixelsPerDigit * indices[n];
    const to = pixelsPerDigit * n;
    labels[n] = digits.labels[indices[n]];
    for (let i = 0; i < pixelsPerDigit; i++) values[to + i] = digits.images[from + i] * scale;
  }
  return { pixels: tf.tensor(values, [indices.length, ...shape]), labels: tf.tensor1d(labels, 'int32') };
}
