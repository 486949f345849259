import * as tf from '@tensorflow/tfjs-node';
import { channelsFirst, kerasFormat } from './data-format';
import type { Fields, KerasConfig, LayerBase, LayerKind } from './kind';

function poolingArgs(fields: Fields, base: LayerBase) {
  fields.only('keepdims', [false]);
  return { ...base, dataFormat: fields.dataFormat() };
}

const write = (config: KerasConfig): KerasConfig => ({
  data_format: kerasFormat(channelsFirst(config)),
  keepdims: false,
});

/** The mean of each channel. */
export const globalAveragePooling2d: LayerKind = {
  className: 'GlobalAveragePooling2D',
  weights: () => [],
  read: (fields, base) => tf.layers.globalAveragePooling2d(poolingArgs(fields, base)),
  write,
};

/** The largest of each channel. */
export const globalMaxPooling2d: LayerKind = {
  className: 'GlobalMaxPooling2D',
  weights: () => [],
  read: (fields, base) => tf.layers.globalMaxPooling2d(poolingArgs(fields, base)),
  write,
};
