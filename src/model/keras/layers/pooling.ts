import * as tf from '@tensorflow/tfjs-node';
import { channelsFirst, kerasFormat } from './data-format';
import type { Fields, KerasConfig, LayerBase, LayerKind } from './kind';

function poolingArgs(fields: Fields, base: LayerBase) {
  const poolSize = fields.pair('pool_size', [2, 2]);
  return {
    ...base,
    poolSize,
    dataFormat: fields.dataFormat(),
    strides: fields.pair('strides', poolSize),
    padding: fields.oneOf<'valid' | 'same'>('padding', ['valid', 'same'], 'valid'),
  };
}

const write = (config: KerasConfig): KerasConfig => ({
  pool_size: config.poolSize,
  padding: config.padding,
  strides: config.strides,
  data_format: kerasFormat(channelsFirst(config)),
});

/** The largest of each window. */
export const maxPooling2d: LayerKind = {
  className: 'MaxPooling2D',
  weights: () => [],
  read: (fields, base) => tf.layers.maxPooling2d(poolingArgs(fields, base)),
  write,
};

/** The mean of each window. */
export const averagePooling2d: LayerKind = {
  className: 'AveragePooling2D',
  weights: () => [],
  read: (fields, base) => tf.layers.averagePooling2d(poolingArgs(fields, base)),
  write,
};
