import { percent, signed, whole } from '../common/numbers';
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
 * Says in a few sentences what the cross-validation matrix shows, the first of them on its own: what fell, how
 * far, why, and what brings it back.
 *
 * @param cells the eight cells of the matrix
 * @param names what the two sets are called
 * @param found what explains it, where that was looked into: the largest cause with its share, how silently it
 * failed, and what a cure brings back
 */
export function verdict(cells: readonly MatrixCell[], names: SetNames, found?: Explanation): string[] {
  const { mnist, custom } = names;
  const toMnist = crossing(cells, 'custom', 'mnist');
  const toCustom = crossing(cells, 'mnist', 'custom');
  return [
    headline(toMnist, toCustom, names, found),
    `At home, on digits of its own kind that it has never seen, the photo model reads ${percent(toMnist.home)} and the ${mnist} model ${percent(toCustom.home)}.`,
    `On the other's data as it comes, the photo model reads ${percent(toMnist.asShot)} of ${mnist} (${fall(toMnist)}), the ${mnist} model ${percent(toCustom.asShot)} of the ${custom} (${fall(toCustom)}).`,
    `With both sets prepared alike, by MNIST's recipe, a photo model reads ${percent(toMnist.harmonised)} of ${mnist} and the ${mnist} model ${percent(toCustom.harmonised)} of the ${custom}.`,
    cause(toMnist, toCustom, names),
    ...(found ? explained(cells, names, found) : []),
  ];
}

/** The whole of it in one breath. */
function headline(
  toMnist: Crossing,
  toCustom: Crossing,
  { mnist, custom }: SetNames,
  found: Explanation | undefined,
): string {
  const ways = [
    { crossing: toCustom, model: `the ${mnist} model`, of: `the ${custom}` },
    { crossing: toMnist, model: 'the photo model', of: mnist },
  ];
  const unlearnt = ways.find(({ crossing }) => crossing.home <= nearGuess);
  if (unlearnt) {
    return `${capital(unlearnt.model)} reads ${percent(unlearnt.crossing.home)} of its own kind of digits and hasn't learnt to read: what it makes of the other's says nothing of drift.`;
  }
  const fallen = ways.filter(({ crossing }) => crossing.home - crossing.asShot >= leastDrop);
  if (fallen.length === 0) {
    return `Neither model reads the other's digits any worse than its own: nothing has drifted that matters to them.`;
  }
  const parts = [
    `Carried over as it is, ${fallen.map(({ crossing, model, of }) => `${model} falls from ${percent(crossing.home)} to ${percent(crossing.asShot)} on ${of}`).join(', and ')}.`,
  ];
  const one = found?.attribution.find(
    (each) => each.direction === 'mnist-on-custom' && each.metric === 'accuracy',
  );
  if (one && one.gap > 0) {
    const { step, value, low, high } = largestShare(one);
    if (low > 0) {
      parts.push(
        `The largest cause is ${step}: ${points(value)} of the ${points(one.gap)} points (${percent(value / one.gap, 0)}) that preparing the ${custom} gives the ${mnist} model (95 % interval ${points(low)} to ${points(high)} points).`,
      );
    }
  }
  parts.push(
    `Prepared alike, by MNIST's recipe, the ${mnist} model reads ${percent(toCustom.harmonised)} of the ${custom}, and a photo model taught on such photos ${percent(toMnist.harmonised)} of ${mnist}.`,
  );
  return parts.join(' ');
}

/** What explains the matrix, as far as the verdict needs it. */
type Explanation = Pick<Findings, 'attribution' | 'silent' | 'size' | 'cure'> &
  Partial<Pick<Findings, 'properties' | 'tests'>>;

function explained(
  cells: readonly MatrixCell[],
  { mnist, custom }: SetNames,
  { attribution, properties, tests, silent, size, cure }: Explanation,
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
    ...(properties ? inProperties(properties, mnist) : []),
    ...(tests ? inTests(tests, mnist) : []),
  ].filter((sentence): sentence is string => sentence !== undefined);
  const quiet = silent.find(
    (one) => one.model === 'mnist' && one.data === 'custom' && one.pipeline === 'as-shot',
  );
  if (quiet && quiet.confidence - quiet.accuracy >= 0.1) {
    sentences.push(
      `The failure is ${quiet.confidence > 0.5 ? 'silent' : 'not quite silent'}: on the photos as shot the ${mnist} model is sure to ${percent(quiet.confidence)} and right in ${percent(quiet.accuracy)}.`,
    );
  }
  const withAll = cellOf(cells, 'mnist', 'mnist', 'mnist').accuracy;
  const bySize = withAll - size.cut.onMnist.mean;
  sentences.push(
    `${bySize < 0.05 ? "Size isn't what sets the two apart" : `Size may be part of it, by ${points(bySize)} points at most`}: learnt from ${whole(size.cut.count)} digits only, in ${size.epochs} ${size.epochs === 1 ? 'epoch' : 'epochs'}, the ${mnist} model reads ${percent(size.cut.onMnist.mean)} of ${mnist} (${percent(withAll)} with all, fully trained) and ${percent(size.cut.onCustom.mean)} of the photos by MNIST's recipe.`,
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

/** Which properties tell photos and MNIST apart, before and after both are prepared alike. */
function inProperties(properties: Findings['properties'], mnist: string): string[] {
  const most = (pipeline: 'as-shot' | 'mnist', count: number): string =>
    properties
      .filter((one) => one.pipeline === pipeline && one.q <= 0.05)
      .slice(0, count)
      .map(({ name, effect }) => `${name} (δ ${signed(effect.value)})`)
      .join(', ');
  const [before, after] = [most('as-shot', 3), most('mnist', 2)];
  if (before === '') return [];
  return [
    `As shot, the photos differ from ${mnist} most in ${before}; prepared alike, ${after === '' ? 'in no property beyond chance' : `in ${after}`}. δ is Cliff's: −1 where every photo has less of it, +1 where every photo has more.`,
  ];
}

/** What the tests see in the model's own features, and whether they can be believed. */
function inTests(tests: Findings['tests'], mnist: string): string[] {
  const classifier = (pipeline: 'as-shot' | 'mnist') =>
    tests.find(
      (one) => one.name === 'domain classifier' && one.space === 'features' && one.pipeline === pipeline,
    );
  const [before, after] = [classifier('as-shot'), classifier('mnist')];
  if (!before || !after) return [];
  const controlled = tests.filter(({ aa }) => aa !== undefined);
  const kept = controlled.filter(({ aa }) => aa?.holds).length;
  const trust =
    controlled.length > 0
      ? ` Between halves of the photos, where nothing differs, the tests call no more alarms than chance allows in ${kept} of ${controlled.length} controls.`
      : '';
  const auc = ({ statistic, p }: { statistic: number; p: number }): string =>
    `AUC ${statistic.toFixed(2)}, p = ${p.toFixed(3)}`;
  const still =
    after.p <= 0.05
      ? 'It still tells prepared photos apart'
      : 'Of prepared photos it finds nothing beyond chance';
  return [
    `From what the ${mnist} model itself sees, a classifier ${before.p <= 0.05 ? 'tells' : "can't tell"} photos as shot from ${mnist} (${auc(before)}; an AUC of 0.5 is a guess). ${still} (${auc(after)}).${trust}`,
  ];
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}

/** Accuracy in points, of a hundred. */
function points(share: number): string {
  return (100 * share).toFixed(1);
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
  return `${what}, ${points(one.gap)} points of accuracy, comes first of all from ${step}: ${points(value)} points (95 % interval ${points(low)} to ${points(high)}), ${percent(value / one.gap, 0)} of the gain; ${one.residual < 0 ? `it ends ${points(-one.residual)} points above its figure at home` : `${points(one.residual)} points are left that no step accounts for`}.`;
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
  const left = [toMnist, toCustom].some(({ home, harmonised }) => home - harmonised >= leastDrop);
  return `So ${parts.join('; ')}.${left ? ' What is left the preparation does not explain: hand, pen, camera, or what each set taught.' : ''}`;
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
