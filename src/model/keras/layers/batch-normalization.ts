import * as tf from '@tensorflow/tfjs-node';
import type { LayerKind } from './kind';

/** Channels brought to mean 0 and deviation 1, then scaled and moved as learnt. */
export const batchNormalization: LayerKind = {
  className: 'BatchNormalization',
  weights({ scale, center, axis }, input) {
    const shape = [axis === 1 ? input[0] : input[input.length - 1]];
    return [
      ...(scale ? [{ name: 'gamma', shape }] : []),
      ...(center ? [{ name: 'beta', shape }] : []),
      { name: 'moving_mean', shape, measured: true },
      { name: 'moving_variance', shape, measured: true },
    ];
  },
  read(fields, base) {
    const last = fields.rank - 1;
    const axis = fields.axis();
    if (axis !== 1 && axis !== last) throw fields.fail(`axis should be 1 or ${last} but is ${axis}`);
    fields.only('renorm', [false]);
    return tf.layers.batchNormalization({
      ...base,
      axis: axis === last ? -1 : axis,
      momentum: fields.number('momentum', 0.99),
      epsilon: fields.number('epsilon', 0.001),
      center: fields.flag('center', true),
      scale: fields.flag('scale', true),
    });
  },
  write: (config) => ({
    axis: config.axis,
    momentum: config.momentum,
    epsilon: config.epsilon,
    center: config.center,
    scale: config.scale,
  }),
};
