import type { Tensor } from '../graph';
import type { PairPoolBlock } from '../network';
import { concat, reshape, slice } from '../ops';
import { larger } from './halves';
import type { Place, Written } from './kind';

/**
 * The 2×2 maximum by comparing left with right, then upper with lower, so that its gradient needs no search.
 *
 * In this order the first of four equals is the one that TensorFlow's pool takes.
 */
export function pairPool({ graph: g }: Place, block: PairPoolBlock, x: Tensor): Written {
  const [rows, columns, channels] = block.output;
  // Two neighbouring columns lie side by side in memory, so the left one is the first half of a longer row.
  const pairs = reshape(g, x, [-1, 2 * channels]);
  const across = larger(
    g,
    slice(g, pairs, [0, 0], [-1, channels]),
    slice(g, pairs, [0, channels], [-1, channels]),
  );
  const width = columns * channels;
  const stacked = reshape(g, across.output, [-1, 2 * width]);
  const down = larger(g, slice(g, stacked, [0, 0], [-1, width]), slice(g, stacked, [0, width], [-1, width]));
  return {
    output: reshape(g, down.output, [-1, rows, columns, channels]),
    backward(gradient, wanted) {
      if (!wanted) return { parameters: {} };
      const both = concat(g, down.backward(reshape(g, gradient, [-1, width])), 1);
      const all = concat(g, across.backward(reshape(g, both, [-1, channels])), 1);
      return { parameters: {}, input: reshape(g, all, [-1, ...block.input]) };
    },
  };
}
