import type { Tensor } from '../graph';
import { reluGradient, relu as reluOf } from '../ops';
import type { Place, Written } from './kind';

/** What is above zero, else zero; the gradient passes where the output is above zero. */
export function relu({ graph: g }: Place, x: Tensor): Written {
  const output = reluOf(g, x);
  return {
    output,
    backward: (gradient, wanted) => ({
      parameters: {},
      ...(wanted && { input: reluGradient(g, gradient, output) }),
    }),
  };
}
