import { percent, whole } from '../common/numbers';
import { largestShare } from './attribution';
import type { Attribution, Direction, Findings } from './findings';
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
 * @param found what explains it, where that was looked into: the largest cause with its share, how silently it
 * failed, and what a cure brings back
 */
export function verdict(
  cells: readonly MatrixCell[],
  names: SetNames,
  found?: Pick<Findings, 'attribution' | 'silent' | 'size' | 'cure'>,
): string[] {
  const { mnist, custom } = names;
  const toMnist = crossing(cells, 'custom', 'mnist');
  const toCustom = crossing(cells, 'mnist', 'custom');
  return [
    `At home, on digits of its own kind that it has never seen, the photo model reads ${percent(toMnist.home)} and the ${mnist} model ${percent(toCustom.home)}.`,
    `On the other's data as it comes, the photo model reads ${percent(toMnist.asShot)} of ${mnist} (${fall(toMnist)}), the ${mnist} model ${percent(toCustom.asShot)} of the ${custom} (${fall(toCustom)}).`,
    `With both sets prepared alike, by MNIST's recipe, a photo model reads ${percent(toMnist.harmonised)} of ${mnist} and the ${mnist} model ${percent(toCustom.harmonised)} of the ${custom}.`,
    cause(toMnist, toCustom, names),
    ...(found ? explained(cells, names, found) : []),
  ];
}

function explained(
  cells: readonly MatrixCell[],
  { mnist, custom }: SetNames,
  { attribution, silent, size, cure }: Pick<Findings, 'attribution' | 'silent' | 'size' | 'cure'>,
): string[] {
  const sentences = [
    largest(
      attribution,
      'mnist-on-custom',
      `What the ${mnist} model gains on the ${custom} when they are prepared`,
    ),
    largest(
      attribution,
      'custom-on-mnist',
      `What the photo model gains on ${mnist} when its digits are made as shot`,
    ),
  ].filter((sentence) => sentence !== undefined);
  const quiet = silent.find(
    (one) => one.model === 'mnist' && one.data === 'custom' && one.pipeline === 'as-shot',
  );
  if (quiet && quiet.confidence > quiet.accuracy) {
    sentences.push(
      `The failure is ${quiet.confidence > 0.5 ? 'silent' : 'not quite silent'}: on the photos as shot the ${mnist} model is sure to ${percent(quiet.confidence)} and right in ${percent(quiet.accuracy)}.`,
    );
  }
  const withAll = cellOf(cells, 'mnist', 'mnist', 'mnist').accuracy;
  sentences.push(
    `Size isn't what sets the two apart: learnt from ${whole(size.cut.count)} digits only, the ${mnist} model still reads ${percent(size.cut.onMnist.mean)} of ${mnist} (${percent(withAll)} with all) and ${percent(size.cut.onCustom.mean)} of the photos by MNIST's recipe.`,
  );
  const tuned = cure.points.filter((point) => point.pipeline === 'as-shot');
  const before = tuned.find((point) => point.k === 0);
  const after = tuned[tuned.length - 1];
  if (before && after && after.k > 0) {
    sentences.push(
      `Instead of preparing the photos, tuning the ${mnist} model on ${after.k} of each digit as shot brings it from ${percent(before.onCustom.mean)} to ${percent(after.onCustom.mean)} (95 % interval ${percent(after.onCustom.low)} to ${percent(after.onCustom.high)}), and leaves it ${percent(after.onMnist.mean)} of ${mnist}.`,
    );
  }
  return sentences;
}

/** Names the step with the largest share of an accuracy gap; undefined where there was none to explain. */
function largest(
  attribution: readonly Attribution[],
  direction: Direction,
  what: string,
): string | undefined {
  const one = attribution.find((each) => each.direction === direction && each.metric === 'accuracy');
  if (!one || one.gap <= 0) return undefined;
  const { step, value, low, high } = largestShare(one);
  const points = (share: number): string => (100 * share).toFixed(1);
  return `${what}, ${points(one.gap)} points of accuracy, comes first of all from ${step}: ${points(value)} points (95 % interval ${points(low)} to ${points(high)}), ${percent(value / one.gap, 0)} of the gain; ${points(one.residual)} points are left that no step accounts for.`;
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
