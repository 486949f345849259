import * as tf from '@tensorflow/tfjs-node';
import { UserError } from '../common/errors';

/** A copy of all weights of a model, in the order of `model.weights`. */
export function readWeights(model: tf.LayersModel): Float32Array[] {
  return model.weights.map((weight) => Float32Array.from(weight.read().dataSync()));
}

/** Puts weights into a model; throws a `UserError` unless each is as long as the model's own. */
export function writeWeights(model: tf.LayersModel, weights: readonly Float32Array[]): void {
  if (weights.length !== model.weights.length) {
    throw new UserError(`the model has ${model.weights.length} weights but ${weights.length} were given`);
  }
  model.weights.forEach((weight, i) => {
    const shape = weight.shape as number[];
    const size = shape.reduce((n, d) => n * d, 1);
    if (weights[i].length !== size) {
      throw new UserError(
        `${weight.name} should have ${size} numbers (${shape}) but ${weights[i].length} were given`,
      );
    }
    tf.tidy(() => {
      weight.write(tf.tensor(weights[i], shape));
    });
  });
}
