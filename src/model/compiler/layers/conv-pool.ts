import type { Graph, Tensor } from '../graph';
import type { ConvPoolBlock } from '../network';
import { addAll, addBias, biasGradient, concat, floats, matMul, reshape, slice } from '../ops';
import { larger } from './halves';
import type { Place, Written } from './kind';

/**
 * Convolution and 2×2 maximum as one: each pooled pixel sees a patch of `k+1` by `k+1`, in which the kernel lies
 * in four positions, so it is the largest of four products with the same patches.
 *
 * The bias is added after the maximum, which it can't change. Backwards the comparisons are replayed and each
 * position's part of the kernel's gradient is one product with the patches.
 */
export function convPool({ graph: g, weight }: Place, block: ConvPoolBlock, x: Tensor): Written {
  const { kernelSize: k, input, output } = block;
  const channels = input[2];
  const filters = output[2];
  const patches = patchesOf(g, x, block);
  const flat = reshape(g, weight(block.kernel), [k * k * channels, filters]);
  const places = [0, 1, 2, 3].map((i) => placement(g, k, channels, i >> 1, i & 1));
  const [upperLeft, upperRight, lowerLeft, lowerRight] = places.map((place) =>
    matMul(g, patches, matMul(g, place, flat)),
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
      const parts = [...upper.backward(above), ...lower.backward(below)].map((part, i) => {
        const atPlace = matMul(g, patches, part, { transposeA: true });
        return matMul(g, places[i], atPlace, { transposeA: true });
      });
      const parameters = { [block.kernel]: reshape(g, addAll(g, parts), [k, k, channels, filters]) };
      if (block.bias) parameters[block.bias] = biasGradient(g, d);
      return { parameters };
    },
  };
}

/**
 * The patches of all pooled pixels, one a row: `k+1` by `k+1` at stride 2. Cells of 2×2 pixels are made channels
 * first, so that a patch is a few whole cells.
 */
function patchesOf(g: Graph, x: Tensor, { input, output, kernelSize }: ConvPoolBlock): Tensor {
  const cells = (kernelSize + 1) / 2;
  const depth = 4 * input[2];
  const attributes = { T: { type: 'float' }, block_size: { int: 2 } } as const;
  const [folded] = g.add('SpaceToDepth', [x], attributes, ['float']);
  const parts: Tensor[] = [];
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      parts.push(slice(g, folded, [0, row, column, 0], [-1, output[0], output[1], depth]));
    }
  }
  return reshape(g, concat(g, parts, 3), [-1, depth * cells ** 2]);
}

/** Zeros and ones that lay a kernel, `k·k·channels` long, into a patch, `row` down and `column` across. */
function placement(g: Graph, k: number, channels: number, row: number, column: number): Tensor {
  const cells = (k + 1) / 2;
  const rows = (k + 1) ** 2 * channels;
  const columns = k * k * channels;
  const values = new Float32Array(rows * columns);
  for (let r = 0; r < k; r++) {
    for (let c = 0; c < k; c++) {
      for (let channel = 0; channel < channels; channel++) {
        const [y, x] = [r + row, c + column];
        const cell = (y >> 1) * cells + (x >> 1);
        const within = ((y & 1) * 2 + (x & 1)) * channels + channel;
        values[(cell * 4 * channels + within) * columns + (r * k + c) * channels + channel] = 1;
      }
    }
  }
  return floats(g, values, [rows, columns]);
}
