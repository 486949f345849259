import * as tf from '@tensorflow/tfjs-node';
import type { LongWork } from '../../common/progress';
import type { Digits } from '../../dataset/digits';
import { readWeights } from '../weights';
import { forReading, optimize } from './passes/index';
import { readAll } from './predict';
import { readNetwork, Unsupported } from './read';
import { openSession, type Session } from './session';
import { predictionGraph } from './training-graph';

/** Reads digits through a compiled model, with the weights that the model has at the call. */
export type Predictor = (
  digits: Digits,
  output: 'logits' | 'features',
  work: LongWork,
) => Promise<Float32Array>;

/** A model is compiled once, and its session closed when nobody holds the model any more. */
const compiled = new WeakMap<tf.LayersModel, Promise<Predictor | undefined>>();
const sessions = new FinalizationRegistry<Session>((session) => session.close());

/** The model compiled for reading; undefined where it has a layer that isn't compiled. */
export function predictorOf(model: tf.LayersModel): Promise<Predictor | undefined> {
  let predictor = compiled.get(model);
  if (!predictor) {
    predictor = compile(model);
    compiled.set(model, predictor);
    predictor.catch(() => compiled.delete(model));
  }
  return predictor;
}

async function compile(model: tf.LayersModel): Promise<Predictor | undefined> {
  try {
    const network = optimize(readNetwork(model, 0), forReading());
    const session = await openSession(predictionGraph(network));
    sessions.register(model, session);
    // The predictor lives as long as the model, so it may not hold the model itself.
    const reference = new WeakRef(model);
    return (digits, output, work) => {
      const weights = readWeights(reference.deref() as tf.LayersModel);
      tf.tidy(() => {
        session.run(
          'set',
          Object.fromEntries(weights.map((w, i) => [i, tf.tensor(w, [...network.parameters[i].shape])])),
        );
      });
      return readAll(session, digits, network.shards, output, work);
    };
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}
