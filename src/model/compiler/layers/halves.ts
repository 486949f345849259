import type { Graph, Tensor } from '../graph';
import { maximum, reluGradient, subtract } from '../ops';

/** The larger of two tensors, number by number, and how a gradient is shared between them. */
export function larger(
  g: Graph,
  a: Tensor,
  b: Tensor,
): { output: Tensor; backward: (gradient: Tensor) => [Tensor, Tensor] } {
  return {
    output: maximum(g, a, b),
    backward(gradient) {
      // The first of equals takes it all, as in TensorFlow's own pool; ties are everywhere in a black background.
      const second = reluGradient(g, gradient, subtract(g, b, a));
      return [subtract(g, gradient, second), second];
    },
  };
}
