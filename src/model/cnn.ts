import * as tf from '@tensorflow/tfjs-node';
import { random, type Seed } from '../common/random';

/**
 * The network of the experiment: two blocks of 3×3 convolution (32, then 64 channels) and 2×2 pooling, a hidden
 * layer of 128, ten softmax outputs; 225,034 parameters.
 *
 * Takes `N×28×28×1`. The kernels start from Glorot's uniform distribution (Keras' default), the biases from
 * zero; the same seed gives the same weights. Layers carry the names that Keras gives them.
 */
export function digitCnn(seed: Seed): tf.Sequential {
  const kernel = (layer: string) =>
    tf.initializers.glorotUniform({ seed: random(seed, 'weights', layer).integer(2 ** 31) });
  const convolution = (name: string, filters: number) => ({
    name,
    filters,
    kernelSize: 3,
    activation: 'relu' as const,
    kernelInitializer: kernel(name),
  });
  return tf.sequential({
    layers: [
      tf.layers.conv2d({ ...convolution('conv2d', 32), inputShape: [28, 28, 1] }),
      tf.layers.maxPooling2d({ name: 'max_pooling2d', poolSize: 2 }),
      tf.layers.conv2d(convolution('conv2d_1', 64)),
      tf.layers.maxPooling2d({ name: 'max_pooling2d_1', poolSize: 2 }),
      tf.layers.flatten({ name: 'flatten' }),
      tf.layers.dense({ name: 'dense', units: 128, activation: 'relu', kernelInitializer: kernel('dense') }),
      tf.layers.dense({
        name: 'dense_1',
        units: 10,
        activation: 'softmax',
        kernelInitializer: kernel('dense_1'),
      }),
    ],
  });
}
