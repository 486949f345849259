import { kerasActivation } from './activations';
import { channelsFirst, kerasFormat } from './data-format';
import type { Fields, KerasConfig } from './kind';

/** What all kinds of convolution share, as TensorFlow.js takes it. */
export function convolutionArgs(fields: Fields) {
  return {
    kernelSize: fields.pair('kernel_size'),
    strides: fields.pair('strides', [1, 1]),
    padding: fields.oneOf<'valid' | 'same'>('padding', ['valid', 'same'], 'valid'),
    dataFormat: fields.dataFormat(),
    dilationRate: fields.pair('dilation_rate', [1, 1]),
    activation: fields.activation(),
    useBias: fields.flag('use_bias', true),
  };
}

/** The same as Keras writes it. */
export function kerasConvolution(config: KerasConfig): KerasConfig {
  return {
    kernel_size: config.kernelSize,
    strides: config.strides,
    padding: config.padding,
    data_format: kerasFormat(channelsFirst(config)),
    dilation_rate: config.dilationRate,
    activation: kerasActivation(config.activation),
    use_bias: config.useBias,
  };
}
