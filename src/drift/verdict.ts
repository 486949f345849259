import { percent } from '../common/numbers';
import { cellOf, type MatrixCell, type SetNames } from './matrix';

/** One way across: a model on the other's data. */
interface Crossing {
  /** Accuracy at home, as shot: what the model reads of its own kind before anything is prepared. */
  home: number;
  /** Accuracy on the other set, as shot. */
  asShot: number;
  /** Accuracy on the other set when both are prepared by MNIST's recipe. */
  harmonised: number;
}

/** Ten classes, equally many of each: what a guess gets right. */
const guess = 0.1;
/** Up to here an accuracy is called that of a guess. */
const nearGuess = 0.15;
/** A smaller drop than this, in accuracy, has no cause worth a share. */
const leastDrop = 0.02;

/**
 * Says in a few sentences what the cross-validation matrix shows: what fell, how far, and what brings it back.
 *
 * @param cells the eight cells of the matrix
 * @param names what the two sets are called
 */
export function verdict(cells: readonly MatrixCell[], names: SetNames): string[] {
  const { mnist, custom } = names;
  const toMnist = crossing(cells, 'custom', 'mnist');
  const toCustom = crossing(cells, 'mnist', 'custom');
  return [
    `At home, on digits of its own kind that it has never seen, the photo model reads ${percent(toMnist.home)} and the ${mnist} model ${percent(toCustom.home)}.`,
    `On the other's data as it comes, the photo model reads ${percent(toMnist.asShot)} of ${mnist} (${fall(toMnist)}), the ${mnist} model ${percent(toCustom.asShot)} of the ${custom} (${fall(toCustom)}).`,
    `With both sets prepared alike, by MNIST's recipe, a photo model reads ${percent(toMnist.harmonised)} of ${mnist} and the ${mnist} model ${percent(toCustom.harmonised)} of the ${custom}.`,
    cause(toMnist, toCustom, names),
  ];
}

function fall({ home, asShot }: Crossing): string {
  if (home - asShot < leastDrop) return 'no fall';
  if (asShot <= nearGuess) return `no better than a guess, which gets ${percent(guess, 0)}`;
  return `${(100 * (home - asShot)).toFixed(1)} points less than at home`;
}

function cause(toMnist: Crossing, toCustom: Crossing, { mnist, custom }: SetNames): string {
  const parts = [
    [`from the ${mnist} model on the ${custom}`, toCustom] as const,
    [`from the photo model on ${mnist}`, toMnist] as const,
  ].map(([which, crossing]) => {
    const drop = crossing.home - crossing.asShot;
    if (drop < leastDrop) return `nothing was taken ${which}`;
    const back = crossing.harmonised - crossing.asShot;
    return `of the ${(100 * drop).toFixed(1)} points taken ${which}, preparation alike ${back < 0 ? 'costs a further' : 'gives back'} ${(100 * Math.abs(back)).toFixed(1)}`;
  });
  return `So ${parts.join('; ')}. What is left lies in the handwriting itself and in what each set taught.`;
}

function crossing(
  cells: readonly MatrixCell[],
  model: 'custom' | 'mnist',
  data: 'custom' | 'mnist',
): Crossing {
  return {
    home: cellOf(cells, model, model, 'as-shot').accuracy,
    asShot: cellOf(cells, model, data, 'as-shot').accuracy,
    harmonised: cellOf(cells, model, data, 'mnist').accuracy,
  };
}
