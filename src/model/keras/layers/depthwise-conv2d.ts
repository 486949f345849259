import * as tf from '@tensorflow/tfjs-node';
import { convolutionArgs, kerasConvolution } from './convolution';
import { channelsOf } from './data-format';
import type { LayerKind } from './kind';

/** A convolution of each channel by itself. */
export const depthwiseConv2d: LayerKind = {
  className: 'DepthwiseConv2D',
  weights(config, input) {
    const [channels, each] = [channelsOf(config, input), Number(config.depthMultiplier)];
    const kernel = {
      name: 'depthwise_kernel',
      shape: [...(config.kernelSize as number[]), channels, each],
    };
    return config.useBias ? [kernel, { name: 'bias', shape: [channels * each] }] : [kernel];
  },
  read: (fields, base) =>
    tf.layers.depthwiseConv2d({
      ...base,
      ...convolutionArgs(fields),
      depthMultiplier: fields.whole('depth_multiplier'),
      depthwiseInitializer: 'zeros',
    }),
  write: (config) => ({ ...kerasConvolution(config), depth_multiplier: config.depthMultiplier }),
};
