import * as tf from '@tensorflow/tfjs-node';
import { kerasActivation } from './activations';
import type { LayerKind } from './kind';

/** Every input to every output. */
export const dense: LayerKind = {
  className: 'Dense',
  weights(config, input) {
    const units = Number(config.units);
    const kernel = { name: 'kernel', shape: [input[input.length - 1], units] };
    return config.useBias ? [kernel, { name: 'bias', shape: [units] }] : [kernel];
  },
  read: (fields, base) =>
    tf.layers.dense({
      ...base,
      units: fields.whole('units'),
      activation: fields.activation(),
      useBias: fields.flag('use_bias', true),
      kernelInitializer: 'zeros',
    }),
  write: (config) => ({
    units: config.units,
    activation: kerasActivation(config.activation),
    use_bias: config.useBias,
  }),
};
