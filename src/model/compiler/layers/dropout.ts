import type { Tensor } from '../graph';
import type { DropoutBlock } from '../network';
import { multiply } from '../ops';
import type { Place, Written } from './kind';

/** Sets a share of the numbers to zero and raises the others to keep their mean; does nothing when not training. */
export function dropout({ graph: g, mask: maskOf }: Place, block: DropoutBlock, x: Tensor): Written {
  if (!maskOf || block.rate === 0) {
    return {
      output: x,
      backward: (gradient, wanted) => ({ parameters: {}, ...(wanted && { input: gradient }) }),
    };
  }
  const mask = maskOf(block);
  return {
    output: multiply(g, x, mask),
    backward: (gradient, wanted) => ({
      parameters: {},
      ...(wanted && { input: multiply(g, gradient, mask) }),
    }),
  };
}
