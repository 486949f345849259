import { quantile } from './effect-interval';

/**
 * Shares of the values in each bin; what lies outside the edges counts for the first or the last bin.
 *
 * @param edges the inner edges, ascending; there is one bin more than edges, each with its lower edge in it
 */
export function binShares(values: ArrayLike<number>, edges: ArrayLike<number>): Float64Array {
  const shares = new Float64Array(edges.length + 1);
  for (let i = 0; i < values.length; i++) {
    let low = 0;
    let high = edges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (edges[middle] <= values[i]) low = middle + 1;
      else high = middle;
    }
    shares[low] += 1 / values.length;
  }
  return shares;
}

/** Inner edges of `bins` bins that hold equally many of the values; edges that fall together count once. */
export function quantileEdges(values: ArrayLike<number>, bins: number): number[] {
  const sorted = Float64Array.from(values).sort();
  const edges = Array.from({ length: bins - 1 }, (_, i) => quantile(sorted, (i + 1) / bins));
  return edges.filter((edge, i) => i === 0 || edge > edges[i - 1]);
}

/** Inner edges of `bins` bins of equal width between `low` and `high`. */
export function evenEdges(low: number, high: number, bins: number): number[] {
  return Array.from({ length: bins - 1 }, (_, i) => low + ((high - low) * (i + 1)) / bins);
}
