import * as tf from '@tensorflow/tfjs-node';
import type { LayerKind } from './kind';

/** Channels brought to mean 0 and deviation 1, then scaled and moved as learnt. */
export const batchNormalization: LayerKind = {
  className: 'BatchNormalization',
  weights({ scale, center }, input) {
    const names = [
      ...(scale ? ['gamma'] : []),
      ...(center ? ['beta'] : []),
      'moving_mean',
      'moving_variance',
    ];
    return names.map((name) => ({ name, shape: [input[input.length - 1]] }));
  },
  read(fields, base) {
    // Some versions count the axis from the front, and some put it in a list.
    const last = fields.rank - 1;
    fields.only('axis', [-1, last, [-1], [last]]);
    fields.only('renorm', [false]);
    return tf.layers.batchNormalization({
      ...base,
      momentum: fields.number('momentum', 0.99),
      epsilon: fields.number('epsilon', 0.001),
      center: fields.flag('center', true),
      scale: fields.flag('scale', true),
    });
  },
  write: (config) => ({
    axis: -1,
    momentum: config.momentum,
    epsilon: config.epsilon,
    center: config.center,
    scale: config.scale,
  }),
};
