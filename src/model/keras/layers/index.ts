import { activation } from './activation';
import { batchNormalization } from './batch-normalization';
import { conv2d } from './conv2d';
import { dense } from './dense';
import { dropout } from './dropout';
import type { LayerKind } from './kind';
import { averagePooling2d, maxPooling2d } from './pooling';
import { flatten, reshape } from './shape';

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
];

/** The kind with Keras' name of a class, or undefined where it isn't known here. */
export function kindOf(className: string): LayerKind | undefined {
  return kinds.find((kind) => kind.className === className);
}

/** The names of all kinds, for the message that refuses another. */
export const kindNames: readonly string[] = ['InputLayer', ...kinds.map(({ className }) => className)];
