import { percent } from '../common/numbers';
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
 */
export function verdict(cells: readonly MatrixCell[]): string[] {
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
  ];
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
