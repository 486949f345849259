import * as tf from '@tensorflow/tfjs-node';
import type { LayerKind } from './kind';

/** All numbers of one picture in a row. */
export const flatten: LayerKind = {
  className: 'Flatten',
  weights: () => [],
  read(fields, base) {
    fields.only('data_format', [null, 'channels_last']);
    return tf.layers.flatten(base);
  },
  write: () => ({ data_format: 'channels_last' }),
};

/** The same numbers in another shape. */
export const reshape: LayerKind = {
  className: 'Reshape',
  weights: () => [],
  read: (fields, base) => tf.layers.reshape({ ...base, targetShape: fields.wholes('target_shape') }),
  write: (config) => ({ target_shape: config.targetShape }),
};
