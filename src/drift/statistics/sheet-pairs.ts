import * as tf from '@tensorflow/tfjs-node';
import { type Groups, groupSizes } from './groups';
import type { SheetPairs } from './pair-sums';
import { centred, exponents } from './squared-distances';

/** Rows of the kernel that are held at once. */
const block = 512;

/**
 * Sums of the RBF kernel exp(-|x-y|² / 2σ²), and of the distance |x-y|, over the pairs of each two sheets.
 *
 * The kernel of `N` digits is made in strips, its upper half alone, and only the sums are kept.
 *
 * @param rows `N × width`
 * @param bandwidth σ, in the unit of the rows
 */
export function sheetPairs(
  rows: Float32Array,
  width: number,
  groups: Groups,
  bandwidth: number,
): { kernel: SheetPairs; distance: SheetPairs } {
  const count = rows.length / width;
  const gamma = 1 / (2 * bandwidth * bandwidth);
  const sizes = groupSizes(groups);
  const kernel = new Float64Array(groups.count ** 2);
  const distance = new Float64Array(groups.count ** 2);
  const middle = centred(rows, width);
  for (let start = 0; start < count; start += block) {
    const end = Math.min(count, start + block);
    let near: ArrayLike<number> = [];
    let far: ArrayLike<number> = [];
    // Not returned from `tidy`, which would look at each number to see whether it is a tensor.
    tf.tidy(() => {
      const power = exponents(middle, width, gamma, [start, end], [start, count]);
      const apart = tf.sqrt(tf.relu(tf.mul(power, -1 / gamma)));
      near = tf.exp(power).dataSync();
      far = apart.dataSync();
    });
    const span = count - start;
    for (let i = start; i < end; i++) {
      const row = groups.of[i] * groups.count;
      const offset = (i - start) * span - start;
      for (let j = i + 1; j < count; j++) {
        const cell = row + groups.of[j];
        kernel[cell] += near[offset + j];
        distance[cell] += far[offset + j];
      }
    }
  }
  return { kernel: mirrored(kernel, sizes), distance: mirrored(distance, sizes) };
}

/** Adds the lower half to the upper one and clears the pairs within a sheet. */
function mirrored(half: Float64Array, sizes: Float64Array): SheetPairs {
  const n = sizes.length;
  const sums = new Float32Array(n * n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) if (a !== b) sums[a * n + b] = half[a * n + b] + half[b * n + a];
  }
  return { sums, sizes };
}
