import type { Graph, Tensor } from '../graph';
import type { ConvPoolBlock } from '../network';
import {
  addBias,
  biasGradient,
  bitcast,
  cast,
  concat,
  floats,
  gather,
  ints,
  matMul,
  multiply,
  reshape,
  slice,
} from '../ops';
import { larger } from './halves';
import type { Picture, Place, Written } from './kind';

/**
 * Convolution and 2×2 maximum as one: each pooled pixel sees a patch of `k+1` by `k+1`, in which the kernel lies
 * in four positions, so it is the largest of four products with the same patches.
 *
 * The bias is added after the maximum, which it can't change. Backwards the comparisons are replayed and each
 * position's part of the kernel's gradient is one product with the patches.
 */
export function convPool({ graph: g, weight, once, picture }: Place, block: ConvPoolBlock): Written {
  const { kernelSize: k, output } = block;
  const filters = output[2];
  const patches = patchesOf(g, picture, block);
  const rows = (k + 1) ** 2;
  const places = once(`${block.name}/places`, () => placements(g, k));
  const kernels = once(`${block.name}/kernels`, () =>
    matMul(g, places, reshape(g, weight(block.kernel), [k * k, filters])),
  );
  const [upperLeft, upperRight, lowerLeft, lowerRight] = [0, 1, 2, 3].map((i) =>
    matMul(g, patches, slice(g, kernels, [i * rows, 0], [rows, filters])),
  );
  const upper = larger(g, upperLeft, upperRight);
  const lower = larger(g, lowerLeft, lowerRight);
  const best = larger(g, upper.output, lower.output);
  const pooled = block.bias ? addBias(g, best.output, weight(block.bias)) : best.output;
  return {
    output: reshape(g, pooled, [-1, ...output]),
    backward(gradient, wanted) {
      if (wanted) throw new Error(`${block.name} reads the pictures themselves, which take no gradient`);
      const d = reshape(g, gradient, [-1, filters]);
      const [above, below] = best.backward(d);
      const parts = [...upper.backward(above), ...lower.backward(below)].map((part) =>
        matMul(g, patches, part, { transposeA: true }),
      );
      const whole = matMul(g, places, concat(g, parts, 0), { transposeA: true });
      const parameters = { [block.kernel]: reshape(g, whole, [k, k, 1, filters]) };
      if (block.bias) parameters[block.bias] = biasGradient(g, d);
      return { parameters };
    },
  };
}

/**
 * The patches of all pooled pixels, one a row: `k+1` by `k+1` at stride 2.
 *
 * They are gathered as bytes, two neighbouring pixels at a time, and only then made real numbers.
 */
function patchesOf(
  g: Graph,
  { bytes, scale }: Picture,
  { input, output, kernelSize }: ConvPoolBlock,
): Tensor {
  const [rows, columns] = input;
  const side = kernelSize + 1;
  const places: number[] = [];
  for (let row = 0; row < output[0]; row++) {
    for (let column = 0; column < output[1]; column++) {
      for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x += 2) places.push(((2 * row + y) * columns + 2 * column + x) / 2);
      }
    }
  }
  const pairs = bitcast(g, reshape(g, bytes, [-1, (rows * columns) / 2, 2]), 'int16');
  const patches = reshape(g, bitcast(g, gather(g, pairs, ints(g, places), 1), 'uint8'), [-1, side ** 2]);
  return multiply(g, cast(g, patches, 'float'), scale);
}

/** Zeros and ones that lay a kernel of `k` by `k` into a patch in each of its four places, one below the other. */
function placements(g: Graph, k: number): Tensor {
  const side = k + 1;
  const values = new Float32Array(4 * side ** 2 * k ** 2);
  for (let place = 0; place < 4; place++) {
    for (let r = 0; r < k; r++) {
      for (let c = 0; c < k; c++) {
        const pixel = (r + (place >> 1)) * side + c + (place & 1);
        values[(place * side ** 2 + pixel) * k ** 2 + r * k + c] = 1;
      }
    }
  }
  return floats(g, values, [4 * side ** 2, k ** 2]);
}
