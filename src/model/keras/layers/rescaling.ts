import * as tf from '@tensorflow/tfjs-node';
import type { LayerKind } from './kind';

/** Every number times one number, plus another. */
export const rescaling: LayerKind = {
  className: 'Rescaling',
  weights: () => [],
  read: (fields, base) =>
    tf.layers.rescaling({
      ...base,
      scale: fields.number('scale', Number.NaN),
      offset: fields.number('offset', 0),
    }),
  write: (config) => ({ scale: config.scale, offset: config.offset }),
};
