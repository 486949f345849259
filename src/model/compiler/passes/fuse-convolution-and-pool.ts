import type { Block, Network } from '../network';

/**
 * Makes one block of a convolution on the picture's one channel and the 2×2 pool after it, so that the pool's
 * gradient and the convolution's vanish into a few small products. Wants a valid convolution with stride 1 and an
 * odd square kernel, and a pool that leaves no row or column over.
 */
export function fuseConvolutionAndPool(network: Network): Network {
  const start = network.blocks.findIndex((block) => block.kind !== 'crop' && block.kind !== 'reshape');
  const [convolution, pool] = network.blocks.slice(start, start + 2);
  if (convolution?.kind !== 'conv2d' || pool?.kind !== 'maxPool') return network;
  const [height, width] = convolution.kernelSize;
  const fits =
    convolution.input[2] === 1 &&
    height === width &&
    height % 2 === 1 &&
    convolution.padding === 'VALID' &&
    convolution.strides.every((stride) => stride === 1) &&
    pool.size.every((side) => side === 2) &&
    pool.strides.every((stride) => stride === 2) &&
    convolution.output[0] === 2 * pool.output[0] &&
    convolution.output[1] === 2 * pool.output[1];
  if (!fits) return network;
  const { name, input, kernel, bias } = convolution;
  const fused: Block = {
    kind: 'convPool',
    name,
    input,
    output: pool.output,
    kernel,
    bias,
    kernelSize: height,
  };
  const blocks = [...network.blocks];
  blocks.splice(start, 2, fused);
  return { ...network, blocks };
}
