import { quantile } from './effect-interval';
import { binShares, quantileEdges } from './histogram';

/** A bin that is empty in one sample counts as this share, so that the logarithm stays finite. */
const floor = 1e-4;

/**
 * The population stability index: Σ (q - p)·ln(q / p) over ten bins that hold a tenth of the reference each.
 *
 * By custom, below 0.1 is called stable and above 0.25 shifted.
 */
export function populationStability(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  bins = 10,
): number {
  const edges = quantileEdges(reference, bins);
  // Where the reference holds one value alone, the one edge would put it and all above it in one bin.
  if (edges.length <= 1) edges.splice(0, edges.length, ...aroundOne(reference));
  return stabilityOfShares(binShares(reference, edges), binShares(current, edges));
}

/** The same index of two lists of shares. */
export function stabilityOfShares(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < reference.length; i++) {
    const p = Math.max(floor, reference[i]);
    const q = Math.max(floor, current[i]);
    sum += (q - p) * Math.log(q / p);
  }
  return sum;
}

function aroundOne(values: ArrayLike<number>): number[] {
  const sorted = Float64Array.from(values).sort();
  const middle = quantile(sorted, 0.5);
  const width = Math.max(1e-9, 1e-6 * Math.abs(middle));
  return [middle - width, middle + width];
}
