import * as tf from '@tensorflow/tfjs-node';
import { UserError } from '../../common/errors';
import type { Digits } from '../../dataset/digits';
import type { Engine, StepResult } from '../loop';
import { completeOptimizer } from '../optimizer';
import { score } from '../score';
import type { TrainOptions } from '../trainer';
import { readWeights } from '../weights';
import type { Network } from './network';
import { readAll } from './predict';
import { openSession } from './session';
import { trainingGraph } from './training-graph';
import { parts, rowsTensor, wordsTensor } from './words';

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
  let taken = 0;

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

  const steps = (batches: readonly Int32Array[]): StepResult[] => {
    const [{ length }] = batches;
    for (const batch of batches) checkBatch(batch, length, train.labels.length);
    const pieces = parts(0, length, network.shards);
    const results = run(
      `steps/${pieces.length}`,
      () => {
        const rows = pieces.map(([from, to], i): [number, tf.Tensor] => [
          i,
          rowsTensor(batches.map((batch) => batch.subarray(from, to))),
        ]);
        return { first: tf.scalar(taken, 'int32'), ...Object.fromEntries(rows) };
      },
      (o) => (o.results as tf.Tensor).dataSync(),
    );
    taken += batches.length;
    return batches.map((_, i) => ({ loss: results[2 * i], correct: results[2 * i + 1] }));
  };

  return {
    setRate,
    step: (indices) => steps([indices])[0],
    steps,
    async validate(signal) {
      return score(
        await readAll(session, validation, network.shards, 'logits', { signal }),
        validation.labels,
      );
    },
    weights: () => get().slice(0, weights.length),
    state() {
      const named = get().map((value, i) => [variables[i].name, value]);
      return { ...Object.fromEntries(named), steps: Float32Array.of(taken) };
    },
    restore(state) {
      const values = variables.map(({ name, shape }) => {
        const value = state[name];
        const size = shape.reduce((n, d) => n * d, 1);
        if (value?.length !== size) throw new UserError(`the checkpoint lacks ${name} of this model`);
        return value;
      });
      set(values);
      taken = state.steps[0];
    },
    dispose: () => session.close(),
  };
}

/** Throws before anything runs: a step that failed among several would leave those before it taken. */
function checkBatch(batch: Int32Array, length: number, count: number): void {
  if (batch.length !== length) {
    throw new Error(`batches of one call should have one length but have ${length} and ${batch.length}`);
  }
  const wrong = batch.find((index) => !(index >= 0 && index < count));
  if (wrong !== undefined) throw new Error(`there is no digit ${wrong} among the ${count} to learn from`);
}
