/**
 * Chooses whole sheets whose photos together number at least `least`, and as few more as can be.
 *
 * `sizes` holds the photos of each sheet, 1 or more, in order of preference. Gives the positions chosen, in
 * ascending order; none where all of them together don't reach `least`. This is the subset-sum problem, solved
 * by dynamic programming over the sums that the sheets seen so far can make (Bellman, 1957); a sum is kept as
 * it was first reached, which is why sheets early in the order are chosen before others of their size.
 */
export function fewestSheets(sizes: readonly number[], least: number): number[] | undefined {
  if (least <= 0) return [];
  // The smallest sufficient sum can lose no sheet, so that it exceeds `least` by less than any sheet holds.
  const most = least + sizes.reduce((max, size) => Math.max(max, size), 0);
  const lastSheet = new Int32Array(most + 1).fill(-1);
  const reached = (sum: number): boolean => sum === 0 || lastSheet[sum] >= 0;
  for (let sheet = 0; sheet < sizes.length && !reached(least); sheet++) {
    const size = sizes[sheet];
    for (let sum = most; sum >= size; sum--) {
      if (!reached(sum) && reached(sum - size)) lastSheet[sum] = sheet;
    }
  }
  let sum = least;
  while (sum <= most && !reached(sum)) sum++;
  if (sum > most) return undefined;
  const chosen: number[] = [];
  for (; sum > 0; sum -= sizes[chosen[0]]) chosen.unshift(lastSheet[sum]);
  return chosen;
}
