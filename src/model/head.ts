import * as tf from '@tensorflow/tfjs-node';
import { UserError } from '../common/errors';

/** What a classifier says of a batch, before and after its softmax. */
export interface Outputs {
  /** `N×10`, before the softmax. */
  logits: tf.Tensor2D;
  /** `N×F`, what the last dense layer reads: 128 features in the CNN of the experiment. */
  features: tf.Tensor2D;
}

/**
 * Runs a batch through a chain of layers and stops short of the softmax.
 *
 * Losses are taken from the logits, as Keras does when it sees a softmax at the end: from probabilities a
 * confident mistake could never cost more than 16.1 (`-ln 1e-7`), from logits it costs what it should. With
 * `training` dropout drops. Call inside `tf.tidy`.
 *
 * Throws a `UserError` unless the model is a plain chain ending in ten softmax outputs of a dense layer.
 */
export function forward(model: tf.LayersModel, batch: tf.Tensor, training = false): Outputs {
  const { before, last } = splitHead(model);
  let x = batch;
  for (const layer of before) x = layer.apply(x, { training }) as tf.Tensor;
  const features = x as tf.Tensor2D;
  const [kernel, bias] = last.weights.map((weight) => weight.read());
  const product: tf.Tensor2D = tf.matMul(features, kernel as tf.Tensor2D);
  return { features, logits: bias ? tf.add<tf.Tensor2D>(product, bias) : product };
}

/** The layers up to the last dense one, and that one. */
function splitHead(model: tf.LayersModel): { before: tf.layers.Layer[]; last: tf.layers.Layer } {
  const layers = model.layers.filter((layer) => layer.getClassName() !== 'InputLayer');
  const end = layers[layers.length - 1];
  const bare = end && isSoftmax(end) ? layers.slice(0, -1) : layers;
  const last = bare[bare.length - 1];
  const wrong = (reason: string) =>
    new UserError(`the model should be a chain of layers ending in dense 10 and softmax but ${reason}`);
  if (last?.getClassName() !== 'Dense')
    throw wrong(`ends in ${end?.getClassName() ?? 'nothing'} ${end?.name ?? ''}`);
  const activation = String(last.getConfig().activation);
  const expected = bare.length < layers.length ? 'linear' : 'softmax';
  if (activation !== expected)
    throw wrong(`its last dense layer ${last.name} has the activation ${activation}`);
  if ((last.outputShape as number[])[1] !== 10) throw wrong(`${last.name} gives ${last.outputShape}`);
  for (const layer of layers) {
    if (layer.inboundNodes.length > 1 || layer.inboundNodes.some((node) => node.inboundLayers.length > 1)) {
      throw wrong(`${layer.name} joins several inputs or is used more than once`);
    }
  }
  return { before: bare.slice(0, -1), last };
}

function isSoftmax(layer: tf.layers.Layer): boolean {
  const kind = layer.getClassName();
  return kind === 'Softmax' || (kind === 'Activation' && String(layer.getConfig().activation) === 'softmax');
}
