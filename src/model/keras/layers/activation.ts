import * as tf from '@tensorflow/tfjs-node';
import { kerasActivation } from './activations';
import type { LayerKind } from './kind';

/** An activation that stands by itself. */
export const activation: LayerKind = {
  className: 'Activation',
  weights: () => [],
  read: (fields, base) => tf.layers.activation({ ...base, activation: fields.activation() }),
  write: (config) => ({ activation: kerasActivation(config.activation) }),
};
