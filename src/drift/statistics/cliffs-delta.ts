/**
 * Cliff's delta: the chance that a value of the second sample is larger than one of the first, less the chance
 * that it is smaller; -1 to 1, 0 where neither tends to be larger.
 *
 * N. Cliff, "Dominance statistics", Psychological Bulletin 114 (1993). Equals 2·AUC - 1.
 *
 * @param first values without `NaN`, at least one
 * @param second the same of the other sample
 */
export function cliffsDelta(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const order = rankOrder(first, second);
  return weightedDelta(
    order,
    new Float64Array(first.length).fill(1),
    new Float64Array(second.length).fill(1),
  );
}

/** Both samples in one ascending order; a position from `split` on is of the second sample. */
export interface RankOrder {
  readonly positions: Uint32Array;
  readonly split: number;
  /** 1 where the value equals the one before it. */
  readonly tied: Uint8Array;
}

/** Sorts two samples together, once for as many weightings as are wanted. */
export function rankOrder(first: ArrayLike<number>, second: ArrayLike<number>): RankOrder {
  const split = first.length;
  const values = new Float64Array(split + second.length);
  values.set(first as Float64Array);
  values.set(second as Float64Array, split);
  const positions = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const tied = Uint8Array.from(positions, (at, i) =>
    i > 0 && values[at] === values[positions[i - 1]] ? 1 : 0,
  );
  return { positions, split, tied };
}

/** Cliff's delta where each value counts as often as its weight says, as in a bootstrap sample. */
export function weightedDelta(
  { positions, split, tied }: RankOrder,
  firstWeights: Float64Array,
  secondWeights: Float64Array,
): number {
  let below = 0;
  let delta = 0;
  let second = 0;
  for (let i = 0; i < positions.length; ) {
    let tiedFirst = 0;
    let tiedSecond = 0;
    do {
      const at = positions[i++];
      if (at < split) tiedFirst += firstWeights[at];
      else tiedSecond += secondWeights[at - split];
    } while (i < positions.length && tied[i]);
    // Larger than what lies below, and with half of the ties; what lies above follows from the sums.
    delta += tiedSecond * (below + tiedFirst / 2);
    below += tiedFirst;
    second += tiedSecond;
  }
  return below > 0 && second > 0 ? (2 * delta) / (below * second) - 1 : Number.NaN;
}
