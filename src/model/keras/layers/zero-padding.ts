import * as tf from '@tensorflow/tfjs-node';
import { channelsFirst, kerasFormat } from './data-format';
import type { LayerKind } from './kind';

/** A margin of zeros. */
export const zeroPadding2d: LayerKind = {
  className: 'ZeroPadding2D',
  weights: () => [],
  read: (fields, base) =>
    tf.layers.zeroPadding2d({ ...base, dataFormat: fields.dataFormat(), padding: fields.margins('padding') }),
  write: (config) => ({ padding: config.padding, data_format: kerasFormat(channelsFirst(config)) }),
};
