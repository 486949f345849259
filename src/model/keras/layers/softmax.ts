import * as tf from '@tensorflow/tfjs-node';
import type { LayerKind } from './kind';

/** Shares that sum to 1, as a layer by itself. */
export const softmax: LayerKind = {
  className: 'Softmax',
  weights: () => [],
  read(fields, base) {
    if (fields.axis() !== fields.rank - 1) throw fields.fail('only the last axis is normalized here');
    return tf.layers.softmax(base);
  },
  write: () => ({ axis: -1 }),
};
