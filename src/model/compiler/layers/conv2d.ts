import type { Attribute, Tensor } from '../graph';
import type { Conv2dBlock } from '../network';
import { addBias, biasGradient, shapeOf } from '../ops';
import type { Place, Written } from './kind';

/** A convolution: `N×rows×columns×channels` to the block's output, kernel `kh×kw×in×out`. */
export function conv2d({ graph: g, weight }: Place, block: Conv2dBlock, x: Tensor): Written {
  const kernel = weight(block.kernel);
  const attributes: Record<string, Attribute> = {
    T: { type: 'float' },
    strides: { ints: [1, ...block.strides, 1] },
    padding: { text: block.padding },
  };
  const [product] = g.add('Conv2D', [x, kernel], attributes, ['float']);
  return {
    output: block.bias ? addBias(g, product, weight(block.bias)) : product,
    backward(gradient, wanted) {
      const back = (op: string, inputs: Tensor[]) => g.add(op, inputs, attributes, ['float'])[0];
      const parameters: Record<string, Tensor> = {
        [block.kernel]: back('Conv2DBackpropFilter', [x, shapeOf(g, kernel), gradient]),
      };
      if (block.bias) parameters[block.bias] = biasGradient(g, gradient);
      if (!wanted) return { parameters };
      return { parameters, input: back('Conv2DBackpropInput', [shapeOf(g, x), kernel, gradient]) };
    },
  };
}
