import type { Block, Network } from '../network';

/** Replaces the 2×2 maximum of even sides by comparisons of halves, whose gradient needs no search. */
export function poolByPairs(network: Network): Network {
  const blocks = network.blocks.map((block): Block => {
    const fits =
      block.kind === 'maxPool' &&
      block.size.every((side) => side === 2) &&
      block.strides.every((stride) => stride === 2) &&
      block.input[0] === 2 * block.output[0] &&
      block.input[1] === 2 * block.output[1];
    return fits ? { kind: 'pairPool', name: block.name, input: block.input, output: block.output } : block;
  });
  return { ...network, blocks };
}
