import * as tf from '@tensorflow/tfjs-node';
import { channelsFirst, kerasFormat } from './data-format';
import type { LayerKind } from './kind';

/** All numbers of one picture in a row. */
export const flatten: LayerKind = {
  className: 'Flatten',
  weights: () => [],
  // With the channels first they are moved to the end before: a dense layer after it sees one order either way.
  read: (fields, base) => tf.layers.flatten({ ...base, dataFormat: fields.dataFormat() }),
  write: (config) => ({ data_format: kerasFormat(channelsFirst(config)) }),
};

/** The same numbers in another shape. */
export const reshape: LayerKind = {
  className: 'Reshape',
  weights: () => [],
  read(fields, base) {
    const target = fields.wholes('target_shape');
    const size = (shape: readonly number[]) => shape.reduce((n, d) => n * d, 1);
    // One side may be left open; TensorFlow.js could not fill it while the batch is open, too.
    const side = size(fields.input) / size(target.filter((d) => d !== -1));
    return tf.layers.reshape({ ...base, targetShape: target.map((d) => (d === -1 ? side : d)) });
  },
  write: (config) => ({ target_shape: config.targetShape }),
};
