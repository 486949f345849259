import type { Block, Network, Shape } from '../network';

/**
 * Drops the rows and columns that nothing looks at. Pooling 11×11 to 5×5 ignores the last row and column, so the
 * convolution before it needs to make only 10×10, from 12×12, and so on back to the picture.
 */
export function noDeadPixels(network: Network): Network {
  const blocks: Block[] = [];
  let wanted: Shape | undefined;
  for (const block of [...network.blocks].reverse()) {
    const output = wanted ?? block.output;
    const needed = inputFor(block, output);
    const changed = needed ? withShapes(block, needed, output) : block;
    if (!needed && !equal(output, block.output)) {
      blocks.unshift({ kind: 'crop', name: `${block.name}/crop`, input: block.output, output });
    }
    blocks.unshift(changed);
    wanted = changed.input;
  }
  const { input } = network.blocks[0];
  if (wanted && !equal(wanted, input)) {
    blocks.unshift({ kind: 'crop', name: 'picture/crop', input, output: wanted });
  }
  return { ...network, blocks };
}

/** The input that makes exactly this output; undefined where the whole input is needed to make the whole output. */
function inputFor(block: Block, output: Shape): Shape | undefined {
  const [rows, columns] = output;
  const { input } = block;
  switch (block.kind) {
    case 'relu':
      return output;
    case 'conv2d':
    case 'maxPool':
    case 'averagePool': {
      if (block.padding !== 'VALID') return undefined;
      const [height, width] = block.kind === 'conv2d' ? block.kernelSize : block.size;
      const [down, across] = block.strides;
      return [(rows - 1) * down + height, (columns - 1) * across + width, input[2]];
    }
    default:
      return undefined;
  }
}

function withShapes(block: Block, input: Shape, output: Shape): Block {
  return { ...block, input, output };
}

function equal(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((d, i) => d === b[i]);
}
