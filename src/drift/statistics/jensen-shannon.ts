/**
 * The Jensen-Shannon divergence of two lists of shares, in bits: 0 where they agree, 1 where nothing is shared.
 *
 * J. Lin, "Divergence measures based on the Shannon entropy", IEEE Transactions on Information Theory 37 (1991).
 */
export function jensenShannon(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < first.length; i++) {
    const middle = (first[i] + second[i]) / 2;
    if (first[i] > 0) sum += (first[i] * Math.log2(first[i] / middle)) / 2;
    if (second[i] > 0) sum += (second[i] * Math.log2(second[i] / middle)) / 2;
  }
  return Math.max(0, sum);
}
