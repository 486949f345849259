import * as tf from '@tensorflow/tfjs-node';
import { random } from '../../../src/common/random';
import type { Digits } from '../../../src/dataset/digits';
import { graphEngine } from '../../../src/model/compiler/engine';
import { forReading, optimize, type PassOptions } from '../../../src/model/compiler/passes/index';
import { readNetwork } from '../../../src/model/compiler/read';
import type { Engine } from '../../../src/model/loop';
import type { OptimizerSettings } from '../../../src/model/optimizer';
import { setFormulaWeights } from '../formula';

const { conv2d, maxPooling2d, averagePooling2d, flatten, dense, reshape, activation, dropout } = tf.layers;
const end = () => [flatten({}), dense({ units: 10, activation: 'softmax' })];

/** Small networks that between them have every kind of layer and setting that is compiled. */
export const networks: Record<string, () => tf.layers.Layer[]> = {
  'dense layers alone': () => [
    dense({ units: 17, activation: 'relu', inputShape: [784] }),
    dense({ units: 10, useBias: false, activation: 'softmax' }),
  ],
  'a reshape and a softmax of its own': () => [
    reshape({ targetShape: [14, 7, 8], inputShape: [28, 28] }),
    conv2d({ filters: 3, kernelSize: 2 }),
    activation({ activation: 'relu' }),
    flatten({}),
    dense({ units: 10 }),
    tf.layers.softmax({}),
  ],
  'a valid convolution without bias': () => [
    conv2d({ filters: 3, kernelSize: [2, 5], useBias: false, inputShape: [28, 28, 1] }),
    conv2d({ filters: 4, kernelSize: [4, 1], activation: 'relu' }),
    ...end(),
  ],
  'convolutions with strides, same and valid': () => [
    conv2d({ filters: 3, kernelSize: 3, strides: 2, padding: 'same', inputShape: [28, 28, 1] }),
    conv2d({ filters: 4, kernelSize: 4, strides: [3, 2], activation: 'relu' }),
    conv2d({ filters: 2, kernelSize: 3, padding: 'same', activation: 'relu' }),
    ...end(),
  ],
  'the pools of the experiment, with odd sizes': () => [
    conv2d({ filters: 4, kernelSize: 3, activation: 'relu', inputShape: [28, 28, 1] }),
    maxPooling2d({ poolSize: 2 }),
    conv2d({ filters: 3, kernelSize: 3, activation: 'relu' }),
    maxPooling2d({ poolSize: 2 }),
    ...end(),
  ],
  'a kernel of five before an even pool': () => [
    conv2d({ filters: 4, kernelSize: 5, inputShape: [28, 28, 1] }),
    maxPooling2d({ poolSize: 2 }),
    ...end(),
  ],
  'a kernel of two before an odd pool': () => [
    conv2d({ filters: 4, kernelSize: 2, activation: 'relu', inputShape: [28, 28, 1] }),
    maxPooling2d({ poolSize: 2 }),
    conv2d({ filters: 4, kernelSize: 4, activation: 'relu' }),
    maxPooling2d({ poolSize: [2, 2], strides: [2, 2] }),
    ...end(),
  ],
  'overlapping and same pools': () => [
    conv2d({ filters: 3, kernelSize: 3, activation: 'relu', inputShape: [28, 28, 1] }),
    maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
    maxPooling2d({ poolSize: [3, 2], strides: [1, 2] }),
    ...end(),
  ],
  'a same convolution before an odd pool': () => [
    conv2d({ filters: 3, kernelSize: 4, inputShape: [28, 28, 1] }),
    conv2d({ filters: 3, kernelSize: 3, padding: 'same', activation: 'relu' }),
    conv2d({ filters: 3, kernelSize: 3, activation: 'relu' }),
    maxPooling2d({ poolSize: 2 }),
    ...end(),
  ],
  'average pools, valid and same': () => [
    conv2d({ filters: 3, kernelSize: 2, activation: 'relu', inputShape: [28, 28, 1] }),
    averagePooling2d({ poolSize: 2 }),
    conv2d({ filters: 3, kernelSize: 3, activation: 'relu' }),
    averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
    ...end(),
  ],
  'dropout of nothing': () => [
    conv2d({ filters: 3, kernelSize: 3, activation: 'relu', inputShape: [28, 28, 1] }),
    dropout({ rate: 0 }),
    maxPooling2d({ poolSize: 3 }),
    ...end(),
  ],
};

/** A network of every kind of layer, with sizes, strides, padding and biases that a seed draws. */
export function drawnNetwork(seed: number): tf.layers.Layer[] {
  const draw = random(seed, 'network');
  const upTo = (most: number) => 1 + draw.integer(most);
  const sides = (most: number): [number, number] => [upTo(most), upTo(most)];
  const padding = () => (draw.integer(2) ? 'same' : 'valid') as 'same' | 'valid';
  const convolution = () => ({
    ...{ filters: upTo(4), kernelSize: sides(4), padding: padding() },
    ...{ useBias: draw.integer(2) === 1, activation: 'relu' as const },
  });
  const window = () => ({ poolSize: sides(3), strides: sides(2), padding: padding() });
  return [
    conv2d({ ...convolution(), strides: sides(2), inputShape: [28, 28, 1] }),
    maxPooling2d(window()),
    conv2d(convolution()),
    averagePooling2d(window()),
    flatten({}),
    dense({ units: upTo(20), activation: 'relu' }),
    dense({ units: 10, activation: 'softmax' }),
  ];
}

/** One of the networks with weights that a formula gives, the biases too. */
export function networkOf(name: string): tf.Sequential {
  return withFormulaWeights(networks[name]());
}

/** A model of these layers with weights that a formula gives. */
export function withFormulaWeights(layers: tf.layers.Layer[]): tf.Sequential {
  const model = tf.sequential({ layers });
  setFormulaWeights(model);
  return model;
}

/** An engine on a model with the passes given. */
export function engineOn(
  model: tf.LayersModel,
  digits: Digits,
  passes: PassOptions,
  optimizer?: OptimizerSettings,
): Promise<Engine> {
  const network = readNetwork(model, 3);
  const [learning, reading] = [passes, forReading(passes)].map((on) => optimize(network, on));
  return graphEngine(learning, reading, model, digits, digits, { optimizer });
}

/** The indices `start` to `end`, the last one excluded. */
export function range(start: number, end: number): Int32Array {
  return Int32Array.from({ length: end - start }, (_, i) => start + i);
}

/** The largest difference between two lists of weights, as a share of the largest weight of each. */
export function distance(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  return Math.max(
    ...a.map((values, i) => {
      const scale = values.reduce((m, v) => Math.max(m, Math.abs(v)), 1e-6);
      return values.reduce((m, v, k) => Math.max(m, Math.abs(v - b[i][k])), 0) / scale;
    }),
  );
}
