import type { Network } from '../network';

/**
 * Splits every batch in so many parts, which run side by side, one a core; their gradients are added before the
 * one update. Splitting each small operation over cores instead wastes most of the second core.
 */
export function shards(count: number): (network: Network) => Network {
  return (network) => ({ ...network, shards: Math.max(1, Math.floor(count)) });
}
