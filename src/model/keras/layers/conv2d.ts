import * as tf from '@tensorflow/tfjs-node';
import { kerasActivation } from './activations';
import type { LayerKind } from './kind';

/** A convolution over pictures, channels last. */
export const conv2d: LayerKind = {
  className: 'Conv2D',
  weights(config, input) {
    const filters = Number(config.filters);
    const kernel = { name: 'kernel', shape: [...(config.kernelSize as number[]), input[2], filters] };
    return config.useBias ? [kernel, { name: 'bias', shape: [filters] }] : [kernel];
  },
  read(fields, base) {
    fields.only('data_format', [null, 'channels_last']);
    fields.only('groups', [1]);
    return tf.layers.conv2d({
      ...base,
      filters: fields.whole('filters'),
      kernelSize: fields.pair('kernel_size'),
      strides: fields.pair('strides', [1, 1]),
      padding: fields.oneOf<'valid' | 'same'>('padding', ['valid', 'same'], 'valid'),
      dilationRate: fields.pair('dilation_rate', [1, 1]),
      activation: fields.activation(),
      useBias: fields.flag('use_bias', true),
      // The weights of the file take their place, so that drawing them would be lost time.
      kernelInitializer: 'zeros',
    });
  },
  write: (config) => ({
    filters: config.filters,
    kernel_size: config.kernelSize,
    strides: config.strides,
    padding: config.padding,
    data_format: 'channels_last',
    dilation_rate: config.dilationRate,
    activation: kerasActivation(config.activation),
    use_bias: config.useBias,
  }),
};
