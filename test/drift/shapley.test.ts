import { expect, test } from 'vitest';
import { random } from '../../src/common/random';
import { leaveOneOut, oneAtATime, shapley } from '../../src/drift/shapley';

/** A game from a rule on who is in: entry `bits` for the players whose bits are set. */
function game(players: number, value: (has: (player: number) => boolean) => number): number[] {
  return Array.from({ length: 2 ** players }, (_, bits) => value((player) => (bits & (1 << player)) !== 0));
}

test('the glove game gives the one right glove two thirds and each left glove a sixth', () => {
  // Published in many a textbook, e.g. https://en.wikipedia.org/wiki/Shapley_value#Glove_game: 1/6, 1/6, 2/3.
  const gloves = game(3, (has) => (has(2) && (has(0) || has(1)) ? 1 : 0));
  const values = shapley(gloves);
  expect(values[0]).toBeCloseTo(1 / 6, 12);
  expect(values[1]).toBeCloseTo(1 / 6, 12);
  expect(values[2]).toBeCloseTo(2 / 3, 12);
});

test('the airport game splits the runway as its closed form does', () => {
  // Littlechild and Owen (1973): costs 8, 11, 13, 18 give 2, 3, 4, 9; also on Wikipedia's page of the airport problem.
  const costs = [8, 11, 13, 18];
  const runway = game(4, (has) => Math.max(0, ...costs.filter((_, i) => has(i))));
  for (const [i, expected] of [2, 3, 4, 9].entries()) expect(shapley(runway)[i]).toBeCloseTo(expected, 12);
});

test('the values of any game sum to what all reach beyond none', () => {
  const stream = random(7, 'game');
  for (let k = 0; k < 50; k++) {
    const any = Float64Array.from({ length: 64 }, () => stream.normal(0, 100));
    const sum = shapley(any).reduce((total, value) => total + value, 0);
    expect(sum).toBeCloseTo(any[63] - any[0], 9);
  }
});

test('the values are the mean of what each adds over all 720 orders of joining', () => {
  const stream = random(8, 'game');
  const any = Float64Array.from({ length: 64 }, () => stream.uniform());
  const sums = new Array<number>(6).fill(0);
  const join = (bits: number, left: number[]): void => {
    for (const player of left) {
      const orders = [1, 1, 2, 6, 24, 120][left.length - 1];
      sums[player] += orders * (any[bits | (1 << player)] - any[bits]);
      join(
        bits | (1 << player),
        left.filter((other) => other !== player),
      );
    }
  };
  join(0, [0, 1, 2, 3, 4, 5]);
  for (const [i, value] of shapley(any).entries()) expect(value).toBeCloseTo(sums[i] / 720, 12);
});

test('alone and left out differ where players only work together', () => {
  // Polarity and scale that help only as a pair: nothing alone, everything when left out, half each by Shapley.
  const pair = game(3, (has) => (has(0) && has(1) ? 0.8 : 0.1));
  expect(oneAtATime(pair)).toEqual([0, 0, 0]);
  for (const [i, value] of [0.7, 0.7, 0].entries()) expect(leaveOneOut(pair)[i]).toBeCloseTo(value, 12);
  for (const [i, value] of [0.35, 0.35, 0].entries()) expect(shapley(pair)[i]).toBeCloseTo(value, 12);
});

test('a list of values that is no game is refused', () => {
  expect(() => shapley([0, 1, 2])).toThrow('a power of two of them, but got 3');
});
