import type { Block, Network } from '../network';

/**
 * Makes one block of a convolution on the picture's one channel and the 2×2 pool after it, so that the pool's
 * gradient and the convolution's vanish into a few small products. Wants a valid convolution with stride 1 and an
 * odd square kernel, and pictures of even sides.
 */
export function fuseConvolutionAndPool(network: Network): Network {
  const start = network.blocks.findIndex((block) => block.kind !== 'crop' && block.kind !== 'reshape');
  const [convolution, pool] = network.blocks.slice(start, start + 2);
  if (convolution?.kind !== 'conv2d' || pool?.kind !== 'maxPool') return network;
  const [height, width] = convolution.kernelSize;
  // The fused block reads whole pictures and looks only at what it needs of them.
  const { input } = network.blocks.slice(0, start).find((block) => block.kind === 'crop') ?? convolution;
  const fits =
    input[2] === 1 &&
    input[0] % 2 === 0 &&
    input[1] % 2 === 0 &&
    height === width &&
    height % 2 === 1 &&
    convolution.padding === 'VALID' &&
    convolution.strides.every((stride) => stride === 1) &&
    pool.size.every((side) => side === 2) &&
    pool.padding === 'VALID' &&
    pool.strides.every((stride) => stride === 2);
  if (!fits) return network;
  const { name, kernel, bias } = convolution;
  const fused: Block = {
    kind: 'convPool',
    name,
    input,
    output: pool.output,
    kernel,
    bias,
    kernelSize: height,
  };
  const before = network.blocks.slice(0, start).filter((block) => block.kind !== 'crop');
  return { ...network, blocks: [...before, fused, ...network.blocks.slice(start + 2)] };
}
