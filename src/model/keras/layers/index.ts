import { activation } from './activation';
import { batchNormalization } from './batch-normalization';
import { conv2d } from './conv2d';
import { dense } from './dense';
import { depthwiseConv2d } from './depthwise-conv2d';
import { dropout } from './dropout';
import { globalAveragePooling2d, globalMaxPooling2d } from './global-pooling';
import type { LayerKind } from './kind';
import { averagePooling2d, maxPooling2d } from './pooling';
import { elu, leakyReLU, prelu, reLU } from './rectifiers';
import { rescaling } from './rescaling';
import { flatten, reshape } from './shape';
import { softmax } from './softmax';
import { zeroPadding2d } from './zero-padding';

const kinds: readonly LayerKind[] = [
  conv2d,
  maxPooling2d,
  averagePooling2d,
  flatten,
  reshape,
  dense,
  dropout,
  activation,
  batchNormalization,
  reLU,
  leakyReLU,
  elu,
  prelu,
  softmax,
  rescaling,
  zeroPadding2d,
  globalAveragePooling2d,
  globalMaxPooling2d,
  depthwiseConv2d,
];

/** What TensorFlow 1 and its successors called the same class. */
const otherNames: Record<string, string> = {
  BatchNormalizationV1: 'BatchNormalization',
  BatchNormalizationV2: 'BatchNormalization',
  SyncBatchNormalization: 'BatchNormalization',
};

/** The kind with Keras' name of a class, or undefined where it isn't known here. */
export function kindOf(className: string): LayerKind | undefined {
  const name = Object.hasOwn(otherNames, className) ? otherNames[className] : className;
  return kinds.find((kind) => kind.className === name);
}

/** The names of all kinds, for the message that refuses another. */
export const kindNames: readonly string[] = ['InputLayer', ...kinds.map(({ className }) => className)];
