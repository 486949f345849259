import type { Tensor } from '../graph';
import type { CropBlock } from '../network';
import { pad, slice } from '../ops';
import type { Place, Written } from './kind';

/** The first rows and columns; what is cut off gets no gradient. */
export function crop({ graph: g }: Place, block: CropBlock, x: Tensor): Written {
  const lost = block.input.map((d, i) => [0, d - block.output[i]] as const);
  return {
    output: slice(g, x, [0, ...block.output.map(() => 0)], [-1, ...block.output]),
    backward: (gradient, wanted) => ({
      parameters: {},
      ...(wanted && { input: pad(g, gradient, [[0, 0], ...lost]) }),
    }),
  };
}
