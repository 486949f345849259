import type { Attribute, Tensor } from '../graph';
import type { PoolBlock } from '../network';
import { shapeOf } from '../ops';
import type { Place, Written } from './kind';

/** The mean of each window, of its part inside the picture where it reaches over the border. */
export function averagePool({ graph: g }: Place, block: PoolBlock, x: Tensor): Written {
  const attributes: Record<string, Attribute> = {
    T: { type: 'float' },
    ksize: { ints: [1, ...block.size, 1] },
    strides: { ints: [1, ...block.strides, 1] },
    padding: { text: block.padding },
  };
  return {
    output: g.add('AvgPool', [x], attributes, ['float'])[0],
    backward: (gradient, wanted) => ({
      parameters: {},
      ...(wanted && { input: g.add('AvgPoolGrad', [shapeOf(g, x), gradient], attributes, ['float'])[0] }),
    }),
  };
}
