import * as tf from '@tensorflow/tfjs-node';
import { convolutionArgs, kerasConvolution } from './convolution';
import { channelsOf } from './data-format';
import type { LayerKind } from './kind';

/** A convolution over pictures. */
export const conv2d: LayerKind = {
  className: 'Conv2D',
  weights(config, input) {
    const filters = Number(config.filters);
    const kernel = {
      name: 'kernel',
      shape: [...(config.kernelSize as number[]), channelsOf(config, input), filters],
    };
    return config.useBias ? [kernel, { name: 'bias', shape: [filters] }] : [kernel];
  },
  read(fields, base) {
    fields.only('groups', [1]);
    return tf.layers.conv2d({
      ...base,
      ...convolutionArgs(fields),
      filters: fields.whole('filters'),
      // The weights of the file take their place, so that drawing them would be lost time.
      kernelInitializer: 'zeros',
    });
  },
  write: (config) => ({ filters: config.filters, ...kerasConvolution(config) }),
};
