import type { Tensor } from '../graph';
import type { DenseBlock } from '../network';
import { addBias, biasGradient, matMul } from '../ops';
import type { Place, Written } from './kind';

/** A dense layer: `N×in` times `in×out`, plus a bias. */
export function dense({ graph: g, weight }: Place, block: DenseBlock, x: Tensor): Written {
  const kernel = weight(block.kernel);
  const product = matMul(g, x, kernel);
  return {
    output: block.bias ? addBias(g, product, weight(block.bias)) : product,
    backward(gradient, wanted) {
      const parameters = { [block.kernel]: matMul(g, x, gradient, { transposeA: true }) };
      if (block.bias) parameters[block.bias] = biasGradient(g, gradient);
      return wanted
        ? { parameters, input: matMul(g, gradient, kernel, { transposeB: true }) }
        : { parameters };
    },
  };
}
