import type { Tensor } from '../graph';
import type { DenseBlock } from '../network';
import { size } from '../network';
import { addBias, biasGradient, matMul, transpose } from '../ops';
import type { Place, Written } from './kind';

/** From how many numbers on a kernel is worth turning the smaller tensors for. */
const large = 2 ** 14;

/** A dense layer: `N×in` times `in×out`, plus a bias. */
export function dense({ graph: g, weight }: Place, block: DenseBlock, x: Tensor): Written {
  const kernel = weight(block.kernel);
  const product = matMul(g, x, kernel);
  return {
    output: block.bias ? addBias(g, product, weight(block.bias)) : product,
    backward(gradient, wanted) {
      const parameters = { [block.kernel]: matMul(g, x, gradient, { transposeA: true }) };
      if (block.bias) parameters[block.bias] = biasGradient(g, gradient);
      if (!wanted) return { parameters };
      // A product with a turned kernel is twice as slow: a large one stays, and the result is turned instead.
      const input =
        size(block.input) * size(block.output) < large
          ? matMul(g, gradient, kernel, { transposeB: true })
          : transpose(g, matMul(g, kernel, gradient, { transposeB: true }));
      return { parameters, input };
    },
  };
}
