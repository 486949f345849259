import * as tf from '@tensorflow/tfjs-node';
import { UserError } from '../../common/errors';
import type { Digits } from '../../dataset/digits';
import type { Engine } from '../loop';
import { completeOptimizer } from '../optimizer';
import { score } from '../score';
import type { TrainOptions } from '../trainer';
import { readWeights } from '../weights';
import type { Network } from './network';
import { readAll } from './predict';
import { openSession } from './session';
import { trainingGraph } from './training-graph';
import { parts, wordsTensor } from './words';

/**
 * An engine that runs each training step as one graph; the model itself gives its weights and stays as it is.
 * `reading` is the same network, with the same shards, as it reads best.
 */
export async function graphEngine(
  network: Network,
  reading: Network,
  model: tf.LayersModel,
  train: Digits,
  validation: Digits,
  options: Pick<TrainOptions, 'optimizer'>,
): Promise<Engine> {
  const optimizer = completeOptimizer(options.optimizer);
  const { graph, variables } = trainingGraph(network, reading, { optimizer, scale: train.scale });
  const session = await openSession(graph);
  let steps = 0;

  /** Runs a signature on tensors that `inputs` makes, and keeps nothing of either, however it ends. */
  const run = <T>(
    signature: string,
    inputs: () => Record<string, tf.Tensor>,
    use: (o: tf.TensorContainerObject) => T,
  ) => {
    let value: T;
    tf.tidy(() => {
      value = use(session.run(signature, inputs()));
    });
    return value!;
  };
  const set = (values: readonly Float32Array[]): void =>
    run(
      'set',
      () => Object.fromEntries(values.map((v, i) => [i, tf.tensor(v, [...variables[i].shape])])),
      () => {},
    );
  const get = (): Float32Array[] =>
    run(
      'get',
      () => ({}),
      (o) => variables.map((_, i) => Float32Array.from((o[i] as tf.Tensor).dataSync())),
    );

  run(
    'data',
    () => ({
      pictures: wordsTensor(train.images, 0, train.labels.length),
      labels: tf.tensor1d(Int32Array.from(train.labels), 'int32'),
    }),
    () => {},
  );
  const setRate = (rate: number): void =>
    run(
      'rate',
      () => ({ value: tf.scalar(rate) }),
      () => {},
    );
  setRate(optimizer.learningRate);
  const weights = readWeights(model);
  set(variables.map(({ start }, i) => start ?? weights[i]));

  return {
    setRate,
    step(indices) {
      const pieces = parts(0, indices.length, network.shards);
      const result = run(
        `step/${pieces.length}`,
        () => {
          const inputs: Record<string, tf.Tensor> = { number: tf.scalar(steps, 'int32') };
          pieces.forEach(([from, to], i) => {
            inputs[i] = tf.tensor1d(indices.subarray(from, to), 'int32');
          });
          return inputs;
        },
        (o) => (o.result as tf.Tensor).dataSync(),
      );
      steps++;
      return { loss: result[0], correct: result[1] };
    },
    async validate(signal) {
      return score(
        await readAll(session, validation, network.shards, 'logits', { signal }),
        validation.labels,
      );
    },
    weights: () => get().slice(0, weights.length),
    state() {
      const named = get().map((value, i) => [variables[i].name, value]);
      return { ...Object.fromEntries(named), steps: Float32Array.of(steps) };
    },
    restore(state) {
      const values = variables.map(({ name, shape }) => {
        const value = state[name];
        const size = shape.reduce((n, d) => n * d, 1);
        if (value?.length !== size) throw new UserError(`the checkpoint lacks ${name} of this model`);
        return value;
      });
      set(values);
      steps = state.steps[0];
    },
    dispose: () => session.close(),
  };
}
