import type { Attribute, Tensor } from '../graph';
import type { PoolBlock } from '../network';
import type { Place, Written } from './kind';

/** The largest of each window; the gradient goes to the first of equals, row by row. */
export function maxPool({ graph: g }: Place, block: PoolBlock, x: Tensor): Written {
  const attributes: Record<string, Attribute> = {
    T: { type: 'float' },
    ksize: { ints: [1, ...block.size, 1] },
    strides: { ints: [1, ...block.strides, 1] },
    padding: { text: block.padding },
  };
  const [output] = g.add('MaxPool', [x], attributes, ['float']);
  return {
    output,
    backward: (gradient, wanted) => ({
      parameters: {},
      ...(wanted && { input: g.add('MaxPoolGrad', [x, output, gradient], attributes, ['float'])[0] }),
    }),
  };
}
