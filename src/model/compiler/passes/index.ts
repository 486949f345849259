import { availableParallelism } from 'node:os';
import type { Network } from '../network';
import { fuseConvolutionAndPool } from './fuse-convolution-and-pool';
import { noDeadPixels } from './no-dead-pixels';
import { poolBeforeRelu } from './pool-before-relu';
import { poolByPairs } from './pool-by-pairs';
import { shards } from './shards';

/** Rewrites that change how a network is computed and not what, in the order in which they run. */
const passes = { poolBeforeRelu, noDeadPixels, fuseConvolutionAndPool, poolByPairs } as const;

/**
 * Which rewrites to make; each is on unless set to false, but `poolByPairs` only where TensorFlow runs without
 * oneDNN, whose own gradient of a pool is faster than the comparisons.
 */
export type PassOptions = { [name in keyof typeof passes]?: boolean } & {
  /** Parts of a batch that run side by side (default: one a core, at most 4). */
  shards?: number;
};

/** No rewrite at all: the plain graph, against which each is tested. */
export const plain: Required<PassOptions> = {
  poolBeforeRelu: false,
  noDeadPixels: false,
  fuseConvolutionAndPool: false,
  poolByPairs: false,
  shards: 1,
};

/** The network after the rewrites that are on. */
export function optimize(network: Network, options: PassOptions = {}): Network {
  const on = { poolByPairs: process.env.TF_ENABLE_ONEDNN_OPTS === '0', ...options };
  let result = network;
  for (const [name, pass] of Object.entries(passes)) {
    if (on[name as keyof typeof passes] !== false) result = pass(result);
  }
  return shards(options.shards ?? Math.min(4, availableParallelism()))(result);
}

/**
 * The rewrites for reading alone: without a way back the first convolution and its pool are faster as they are,
 * because TensorFlow runs a convolution with its bias and ReLU as one operation.
 */
export function forReading(options: PassOptions = {}): PassOptions {
  return { ...options, fuseConvolutionAndPool: false, poolByPairs: false };
}
