import { availableParallelism } from 'node:os';
import type { Network } from '../network';
import { fuseConvolutionAndPool } from './fuse-convolution-and-pool';
import { noDeadPixels } from './no-dead-pixels';
import { poolBeforeRelu } from './pool-before-relu';
import { poolByPairs } from './pool-by-pairs';
import { shards } from './shards';

/** Rewrites that change how a network is computed and not what, in the order in which they run. */
const passes = { poolBeforeRelu, noDeadPixels, fuseConvolutionAndPool, poolByPairs } as const;

/** Which rewrites to make; each is on unless set to false. */
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
  let result = network;
  for (const [name, pass] of Object.entries(passes)) {
    if (options[name as keyof typeof passes] !== false) result = pass(result);
  }
  return shards(options.shards ?? Math.min(4, availableParallelism()))(result);
}
