import type { Graph, Tensor } from '../graph';
import type { ConvPoolBlock } from '../network';
import {
  addBias,
  biasGradient,
  bitcast,
  cast,
  concat,
  floats,
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
 * They are put together as bytes: cells of 2×2 pixels become single 32-bit numbers, of which a patch is a few, and
 * only then are they made real numbers. Rows and columns that no patch sees are never touched.
 */
function patchesOf(
  g: Graph,
  { bytes, scale }: Picture,
  { input, output, kernelSize }: ConvPoolBlock,
): Tensor {
  const [rows, columns] = input;
  const side = (kernelSize + 1) / 2;
  const across = columns / 2;
  const pairs = reshape(g, bitcast(g, reshape(g, bytes, [-1, 2 * across, 2]), 'int16'), [-1, 2 * across, 1]);
  const [upper, lower] = [0, across].map((start) => slice(g, pairs, [0, start, 0], [-1, across, 1]));
  const cells = reshape(g, bitcast(g, concat(g, [upper, lower], 2), 'int32'), [-1, rows / 2, across, 1]);
  const parts: Tensor[] = [];
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      parts.push(slice(g, cells, [0, row, column, 0], [-1, output[0], output[1], 1]));
    }
  }
  const patches = reshape(g, bitcast(g, concat(g, parts, 3), 'uint8'), [-1, (kernelSize + 1) ** 2]);
  return multiply(g, cast(g, patches, 'float'), scale);
}

/** Zeros and ones that lay a kernel of `k` by `k` into a patch in each of its four places, one below the other. */
function placements(g: Graph, k: number): Tensor {
  const side = (k + 1) / 2;
  const rows = (k + 1) ** 2;
  const values = new Float32Array(4 * rows * k * k);
  for (let place = 0; place < 4; place++) {
    for (let r = 0; r < k; r++) {
      for (let c = 0; c < k; c++) {
        const [y, x] = [r + (place >> 1), c + (place & 1)];
        const cell = (y >> 1) * side + (x >> 1);
        const within = 4 * cell + 2 * (y & 1) + (x & 1);
        values[(place * rows + within) * k * k + r * k + c] = 1;
      }
    }
  }
  return floats(g, values, [4 * rows, k * k]);
}
