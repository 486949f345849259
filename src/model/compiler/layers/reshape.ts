import type { Tensor } from '../graph';
import type { ReshapeBlock } from '../network';
import { reshape as reshapeTo } from '../ops';
import type { Place, Written } from './kind';

/** The same numbers in another shape: flatten among others. */
export function reshape({ graph: g }: Place, block: ReshapeBlock, x: Tensor): Written {
  return {
    output: reshapeTo(g, x, [-1, ...block.output]),
    backward: (gradient, wanted) => ({
      parameters: {},
      ...(wanted && { input: reshapeTo(g, gradient, [-1, ...block.input]) }),
    }),
  };
}
