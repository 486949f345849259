import * as tf from '@tensorflow/tfjs-node';
import { UserError } from '../common/errors';
import type { Digits } from '../dataset/digits';
import { gather, inputShape } from './batch';
import { evaluate } from './evaluate';
import { forward } from './head';
import { type Engine, trainWith } from './loop';
import { completeOptimizer } from './optimizer';
import type { Trainer, TrainOptions } from './trainer';
import { readWeights } from './weights';

/**
 * The plain trainer: TensorFlow.js differentiates the layers operation by operation, as `model.fit` does.
 *
 * It takes every chain of layers that TensorFlow.js knows. Its loss and its optimizers are Keras', which
 * `model.fit`'s own are not quite: the loss comes from the logits, and Adam's epsilon stands where Keras has it.
 */
export const fitTrainer: Trainer = {
  name: 'fit',
  train: (model, train, validation, options) =>
    trainWith('fit', () => fitEngine(model, train, validation, options), model, train, validation, options),
};

/** The engine of `fitTrainer`: the model itself is what learns. */
export function fitEngine(
  model: tf.LayersModel,
  train: Digits,
  validation: Digits,
  options: TrainOptions,
): Engine {
  const shape = inputShape(model);
  const settings = completeOptimizer(options.optimizer);
  // A layer's weight reads as the variable itself, which is what gradients are taken by.
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const slots = settings.kind === 'adam' ? ['m', 'v'] : settings.momentum > 0 ? ['velocity'] : [];
  const moments = slots.map(() => variables.map((v) => tf.tidy(() => tf.zerosLike(v).variable(false))));
  let steps = 0;
  let rate = settings.learningRate;

  const apply = (gradients: tf.Tensor[]): void => {
    for (const [i, variable] of variables.entries()) {
      const g = gradients[i];
      if (settings.kind === 'adam') {
        const { beta1, beta2, epsilon } = settings;
        const [m, v] = [moments[0][i], moments[1][i]];
        m.assign(tf.add(m, tf.mul(tf.sub(g, m), 1 - beta1)));
        v.assign(tf.add(v, tf.mul(tf.sub(tf.square(g), v), 1 - beta2)));
        const alpha = (rate * Math.sqrt(1 - beta2 ** steps)) / (1 - beta1 ** steps);
        variable.assign(tf.sub(variable, tf.div(tf.mul(m, alpha), tf.add(tf.sqrt(v), epsilon))));
      } else if (settings.momentum > 0) {
        const velocity = moments[0][i];
        velocity.assign(tf.sub(tf.mul(velocity, settings.momentum), tf.mul(g, rate)));
        variable.assign(tf.add(variable, velocity));
      } else {
        variable.assign(tf.sub(variable, tf.mul(g, rate)));
      }
    }
  };

  const stateVariables = (): [string, tf.Tensor][] => [
    ...model.weights.map((w, i): [string, tf.Tensor] => [`weight ${i}`, w.read()]),
    ...slots.flatMap((slot, s) =>
      variables.map((_, i): [string, tf.Tensor] => [`${slot} ${i}`, moments[s][i]]),
    ),
  ];

  return {
    setRate(value) {
      rate = value;
    },
    step(indices) {
      steps++;
      const [loss, correct] = tf.tidy(() => {
        const { pixels, labels } = gather(train, indices, shape);
        let right: tf.Scalar | undefined;
        const { value, grads } = tf.variableGrads(() => {
          const { logits } = forward(model, pixels, true);
          right = tf.keep(tf.sum(tf.equal(tf.argMax(logits, 1), labels)));
          return crossEntropy(logits, labels);
        }, variables);
        apply(variables.map((v) => grads[v.name]));
        const count = (right as tf.Scalar).dataSync()[0];
        right?.dispose();
        return [value.dataSync()[0] * indices.length, count];
      });
      return { loss, correct };
    },
    validate: (signal) => evaluate(model, validation, { signal }),
    weights: () => readWeights(model),
    state: () => ({
      ...Object.fromEntries(stateVariables().map(([name, t]) => [name, Float32Array.from(t.dataSync())])),
      steps: Float32Array.of(steps),
    }),
    restore(state) {
      for (const [name, tensor] of stateVariables()) {
        if (state[name]?.length !== tensor.size)
          throw new UserError(`the checkpoint lacks ${name} of this model`);
        tf.tidy(() => (tensor as tf.Variable).assign(tf.tensor(state[name], tensor.shape)));
      }
      steps = state.steps[0];
    },
    dispose: () => tf.dispose(moments),
  };
}

/** Mean over the batch of `ln Σ exp(logits) - logit of the label`. */
function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  const own = tf.sum(tf.mul(logits, tf.oneHot(labels, 10)), 1);
  return tf.mean(tf.sub(tf.logSumExp(logits, 1), own));
}
