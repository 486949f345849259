/**
 * The value of every coalition of `n` players: entry `bits` is that of the players whose bits are set, so that
 * entry 0 is nobody's and the last one everybody's.
 */
export type Game = ArrayLike<number>;

/** How many players a game has. Throws where its length is no power of two. */
export function playersOf(game: Game): number {
  const players = Math.round(Math.log2(game.length));
  if (game.length < 1 || 2 ** players !== game.length) {
    throw new Error(`a game has a value for each coalition, a power of two of them, but got ${game.length}`);
  }
  return players;
}

/**
 * The exact Shapley values: what each player adds to those before it, averaged over every order of joining.
 *
 * They sum to what all players reach beyond none. From L. S. Shapley, "A value for n-person games" (1953): a
 * coalition of `s` others counts s! (n - s - 1)! / n!.
 */
export function shapley(game: Game): number[] {
  const n = playersOf(game);
  const weights = coalitionWeights(n);
  const values = new Array<number>(n).fill(0);
  for (let bits = 0; bits < game.length; bits++) {
    const size = countBits(bits);
    for (let i = 0; i < n; i++) {
      if (bits & (1 << i)) continue;
      values[i] += weights[size] * (game[bits | (1 << i)] - game[bits]);
    }
  }
  return values;
}

/** What each player adds when it is the only one. */
export function oneAtATime(game: Game): number[] {
  return Array.from({ length: playersOf(game) }, (_, i) => game[1 << i] - game[0]);
}

/** What is lost when each player is the only one missing. */
export function leaveOneOut(game: Game): number[] {
  const all = game.length - 1;
  return Array.from({ length: playersOf(game) }, (_, i) => game[all] - game[all & ~(1 << i)]);
}

/** s! (n - s - 1)! / n! for s = 0 to n - 1. */
function coalitionWeights(n: number): number[] {
  const weights: number[] = [];
  for (let s = 0; s < n; s++) {
    // 1 / (n · C(n-1, s)): the same number without large factorials.
    let choose = 1;
    for (let k = 1; k <= s; k++) choose = (choose * (n - k)) / k;
    weights.push(1 / (n * choose));
  }
  return weights;
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest > 0; rest &= rest - 1) count++;
  return count;
}
