/** The neighbour of a picture among others. */
export interface Neighbour {
  /** Its position among the others. */
  position: number;
  /** Euclidean distance between the features. */
  distance: number;
}

/**
 * The nearest of `others` to each of some pictures, by Euclidean distance between features.
 *
 * @param features `N×width` values, of which the rows in `positions` are looked up
 * @param others `M×width` values
 */
export function nearest(
  features: Float32Array,
  positions: readonly number[],
  others: Float32Array,
  width: number,
): Neighbour[] {
  const count = others.length / width;
  if (count === 0) throw new Error('there is nothing to be near to');
  return positions.map((position) => {
    let best = { position: 0, distance: Number.POSITIVE_INFINITY };
    for (let m = 0; m < count; m++) {
      let square = 0;
      for (let k = 0; k < width && square < best.distance; k++) {
        const d = features[position * width + k] - others[m * width + k];
        square += d * d;
      }
      if (square < best.distance) best = { position: m, distance: square };
    }
    return { position: best.position, distance: Math.sqrt(best.distance) };
  });
}
