import { percent, whole } from '../common/numbers';
import { type Attribution, type Direction, largestShare } from './attribution';
import type { Findings } from './findings';
import { cellOf, type DataSet, type MatrixCell } from './matrix';

/** One way across: a model on the other's data. */
interface Crossing {
  /** Accuracy on unseen pictures of the model's own set, prepared by MNIST's recipe. */
  home: number;
  /** Accuracy on the other set, as shot. */
  asShot: number;
  /** Accuracy on the other set, prepared by MNIST's recipe. */
  harmonised: number;
}

/** Ten classes, equally many of each: what a guess gets right. */
const guess = 0.1;
/** An accuracy this close to a guess's counts as one: two and a half times it. */
const collapse = 0.25;

/**
 * Says in a few sentences what the cross-validation matrix shows: what fell, how far, and what brings it back.
 *
 * @param cells the eight cells of the matrix
 * @param found what explains it, where that was looked into: the largest cause with its share, how silently it
 * failed, and what a cure brings back
 */
export function verdict(
  cells: readonly MatrixCell[],
  found?: Pick<Findings, 'attribution' | 'silent' | 'size' | 'cure'>,
): string[] {
  const own = (set: DataSet, pipeline: 'as-shot' | 'mnist'): string =>
    percent(cellOf(cells, set, set, pipeline).accuracy);
  const toMnist = crossing(cells, 'custom', 'mnist');
  const toCustom = crossing(cells, 'mnist', 'custom');
  const collapsed = [toMnist, toCustom].filter((one) => one.asShot < collapse).length;
  return [
    `At home, on digits of its own kind that it has never seen, the photo model reads ${own('custom', 'as-shot')} and the MNIST model ${own('mnist', 'mnist')}.`,
    `${['Neither falls to a guess', 'One falls to about a guess', 'Both fall to about a guess'][collapsed]} on the other's data as it comes: the photo model reads ${percent(toMnist.asShot)} of MNIST, the MNIST model ${percent(toCustom.asShot)} of the photos (a guess gets ${percent(guess)}).`,
    `Prepared alike, by MNIST's recipe, the photo model reads ${percent(toMnist.harmonised)} of MNIST and the MNIST model ${percent(toCustom.harmonised)} of the photos.`,
    cause(toMnist, toCustom),
    ...(found ? explained(cells, found) : []),
  ];
}

function explained(
  cells: readonly MatrixCell[],
  { attribution, silent, size, cure }: Pick<Findings, 'attribution' | 'silent' | 'size' | 'cure'>,
): string[] {
  const sentences = [
    largest(
      attribution,
      'mnist-on-custom',
      'What the MNIST model gains on the photos when they are prepared',
    ),
    largest(
      attribution,
      'custom-on-mnist',
      'What the photo model gains on MNIST when its digits are made as shot',
    ),
  ].filter((sentence) => sentence !== undefined);
  const quiet = silent.find(
    (one) => one.model === 'mnist' && one.data === 'custom' && one.pipeline === 'as-shot',
  );
  if (quiet && quiet.confidence > quiet.accuracy) {
    sentences.push(
      `The failure is ${quiet.confidence > 0.5 ? 'silent' : 'not quite silent'}: on the photos as shot the MNIST model is sure to ${percent(quiet.confidence)} and right in ${percent(quiet.accuracy)}.`,
    );
  }
  const withAll = cellOf(cells, 'mnist', 'mnist', 'mnist').accuracy;
  sentences.push(
    `Size isn't what sets the two apart: learnt from ${whole(size.cut.count)} digits only, the MNIST model still reads ${percent(size.cut.onMnist.mean)} of MNIST (${percent(withAll)} with all) and ${percent(size.cut.onCustom.mean)} of the photos by MNIST's recipe.`,
  );
  const tuned = cure.points.filter((point) => point.pipeline === 'as-shot');
  const before = tuned.find((point) => point.k === 0);
  const after = tuned[tuned.length - 1];
  if (before && after && after.k > 0) {
    sentences.push(
      `Instead of preparing the photos, tuning the MNIST model on ${after.k} of each digit as shot brings it from ${percent(before.onCustom.mean)} to ${percent(after.onCustom.mean)} (95 % interval ${percent(after.onCustom.low)} to ${percent(after.onCustom.high)}), and leaves it ${percent(after.onMnist.mean)} of MNIST.`,
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

function cause(toMnist: Crossing, toCustom: Crossing): string {
  const shares = [toMnist, toCustom].map(recovered);
  if (shares.some((share) => share === undefined)) {
    return 'At least one model lost nothing on the way, so there is no drop to explain there.';
  }
  const [mnist, custom] = shares as number[];
  return (
    `So the way the pictures were prepared explains ${percent(custom)} of what the MNIST model lost and ` +
    `${percent(mnist)} of what the photo model lost; the rest lies in the handwriting itself and in what each set taught.`
  );
}

/** The share of the drop that preparing both sets alike gives back; undefined where nothing was lost. */
function recovered({ home, asShot, harmonised }: Crossing): number | undefined {
  return home > asShot ? Math.min(1, Math.max(0, (harmonised - asShot) / (home - asShot))) : undefined;
}

function crossing(cells: readonly MatrixCell[], model: DataSet, data: DataSet): Crossing {
  return {
    home: cellOf(cells, model, model, 'mnist').accuracy,
    asShot: cellOf(cells, model, data, 'as-shot').accuracy,
    harmonised: cellOf(cells, model, data, 'mnist').accuracy,
  };
}
