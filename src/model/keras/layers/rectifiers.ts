import * as tf from '@tensorflow/tfjs-node';
import type { LayerKind } from './kind';

/** Nothing below zero, perhaps nothing above a bound, perhaps a slope below zero. */
export const reLU: LayerKind = {
  className: 'ReLU',
  weights: () => [],
  read(fields, base) {
    fields.only('threshold', [0, null]);
    const slope = fields.number('negative_slope', 0);
    if (slope === 0) {
      const bound = fields.number('max_value', Number.POSITIVE_INFINITY);
      return tf.layers.reLU(Number.isFinite(bound) ? { ...base, maxValue: bound } : base);
    }
    fields.only('max_value', [null]);
    return tf.layers.leakyReLU({ ...base, alpha: slope });
  },
  write: (config) => ({ max_value: config.maxValue ?? null, negative_slope: 0, threshold: 0 }),
};

/** A slope below zero. */
export const leakyReLU: LayerKind = {
  className: 'LeakyReLU',
  weights: () => [],
  // Keras 2 calls the slope alpha.
  read: (fields, base) =>
    tf.layers.leakyReLU({ ...base, alpha: fields.number('negative_slope', fields.number('alpha', 0.3)) }),
  write: (config) => ({ negative_slope: config.alpha }),
};

/** An exponential below zero. */
export const elu: LayerKind = {
  className: 'ELU',
  weights: () => [],
  read(fields, base) {
    fields.only('alpha', [1, null]);
    return tf.layers.elu(base);
  },
  write: () => ({ alpha: 1 }),
};

/** A slope below zero that is learnt. */
export const prelu: LayerKind = {
  className: 'PReLU',
  weights({ sharedAxes }, input) {
    const shared = [sharedAxes ?? []].flat();
    return [{ name: 'alpha', shape: input.map((d, i) => (shared.includes(i + 1) ? 1 : d)) }];
  },
  read(fields, base) {
    const shared = fields.wholes('shared_axes', []);
    return tf.layers.prelu({ ...base, ...(shared.length > 0 && { sharedAxes: shared }) });
  },
  write: (config) => ({ shared_axes: config.sharedAxes ?? null }),
};
