import { area, side } from '../image';

/** The share of the ink that is left out at each end, so that a speck doesn't stretch the box. */
const tail = 0.01;

/**
 * Width and height of the ink in pixels, between the edges that leave 1 % of the ink outside on each side;
 * fractions of a pixel are interpolated. `undefined` where there is no ink.
 */
export function extent(ink: Float32Array): { width: number; height: number } | undefined {
  const columns = new Float64Array(side);
  const rows = new Float64Array(side);
  for (let i = 0; i < area; i++) {
    columns[i % side] += ink[i];
    rows[Math.floor(i / side)] += ink[i];
  }
  if (!columns.some((sum) => sum > 0)) return undefined;
  return { width: between(columns), height: between(rows) };
}

function between(sums: Float64Array): number {
  return position(sums, 1 - tail) - position(sums, tail);
}

/** Where the running sum reaches a share of the whole, in pixels from the left edge of the first. */
function position(sums: Float64Array, share: number): number {
  const wanted = share * sums.reduce((a, b) => a + b, 0);
  let before = 0;
  for (let i = 0; i < sums.length; i++) {
    if (before + sums[i] >= wanted && sums[i] > 0) return i + (wanted - before) / sums[i];
    before += sums[i];
  }
  return sums.length;
}
