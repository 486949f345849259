import * as tf from '@tensorflow/tfjs-node';
import type { LayerKind } from './kind';

/** Drops a share of the numbers in training, and none in reading. */
export const dropout: LayerKind = {
  className: 'Dropout',
  weights: () => [],
  read(fields, base) {
    const rate = fields.number('rate', Number.NaN);
    if (!(rate >= 0 && rate < 1)) throw fields.fail(`rate should be 0 or more and below 1 but is ${rate}`);
    return tf.layers.dropout({ ...base, rate });
  },
  write: (config) => ({ rate: config.rate, noise_shape: null, seed: null }),
};
