import { permutation, type Random } from '../../common/random';
import { areaUnderCurve } from './auc';
import { type RankOrder, rankOrder } from './cliffs-delta';
import type { Groups } from './groups';
import { decision, logisticRegression } from './logistic';

/** Rows of two samples, with the sheets that they stand on. */
export interface TwoSamples {
  /** `N × width`, standardised. */
  readonly rows: Float32Array;
  readonly width: number;
  readonly groups: Groups;
  /** For each sheet 0 for the first sample, 1 for the second. */
  readonly labels: Uint8Array;
}

/**
 * The AUC of a classifier that tells the two samples apart on sheets it hasn't seen: logistic regression,
 * cross-validated by sheet, the mean over the folds; as many folds as the smaller sample has sheets, if they are
 * fewer. 0.5 where a sample is of one sheet.
 */
export function domainAuc(samples: TwoSamples, stream: Random, most = 5): number {
  const sheets = [0, 1].map((label) => samples.labels.filter((other) => other === label).length);
  const folds = Math.min(most, ...sheets);
  if (folds < 2) return 0.5;
  const fold = dealFolds(samples, stream, folds);
  let sum = 0;
  for (let k = 0; k < folds; k++) {
    const { first, second } = heldOut(samples, (group) => fold[group] === k);
    sum += areaUnderCurve(first.scores, second.scores) / folds;
  }
  return sum;
}

/**
 * The p-value of a classifier two-sample test: it learns on half of the sheets, and the labels of the other half
 * are permuted sheet by sheet. Nothing is learnt anew, so that it is exact and cheap.
 *
 * D. Lopez-Paz and M. Oquab, "Revisiting classifier two-sample tests", ICLR 2017.
 */
export function domainP(samples: TwoSamples, permutations: number, stream: Random): number {
  const half = dealFolds(samples, stream, 2);
  const { first, second } = heldOut(samples, (group) => half[group] === 1);
  // By sheet: the mean of its scores, and sheets are what is dealt anew.
  const [one, other] = [sheetMeans(first), sheetMeans(second)];
  const order = rankOrder(one, other);
  const count = one.length + other.length;
  const auc = (dealt: ArrayLike<number>): number => {
    const picked = new Float64Array(count);
    for (let i = 0; i < one.length; i++) picked[dealt[i]] = 1;
    return splitAuc(order, picked);
  };
  const observed = auc(Array.from({ length: count }, (_, i) => i));
  let reached = 0;
  for (let k = 0; k < permutations; k++) if (auc(permutation(count, stream)) >= observed - 1e-12) reached++;
  return (reached + 1) / (permutations + 1);
}

/** The AUC of the second sample against the first, where `inFirst` says which is which. */
function splitAuc({ positions, tied }: RankOrder, inFirst: Float64Array): number {
  let below = 0;
  let above = 0;
  let won = 0;
  for (let i = 0; i < positions.length; ) {
    let tiedFirst = 0;
    let tiedSecond = 0;
    do {
      const one = inFirst[positions[i++]];
      tiedFirst += one;
      tiedSecond += 1 - one;
    } while (i < positions.length && tied[i]);
    won += tiedSecond * (below + tiedFirst / 2);
    below += tiedFirst;
    above += tiedSecond;
  }
  return below > 0 && above > 0 ? won / (below * above) : 0.5;
}

interface Scored {
  scores: number[];
  sheets: number[];
}

function heldOut(
  { rows, width, groups, labels }: TwoSamples,
  isHeld: (group: number) => boolean,
): { first: Scored; second: Scored } {
  const learn: number[] = [];
  const held: number[] = [];
  const targets = Uint8Array.from(groups.of, (group) => labels[group]);
  for (let i = 0; i < groups.of.length; i++) (isHeld(groups.of[i]) ? held : learn).push(i);
  // Ten times the usual penalty: with few sheets and many features nothing would hold the weights.
  const weights = logisticRegression(rows, width, targets, learn, 0.1);
  const part = (target: number): Scored => {
    const own = held.filter((i) => targets[i] === target);
    return {
      scores: own.map((i) => decision(rows, width, weights, i)),
      sheets: own.map((i) => groups.of[i]),
    };
  };
  return { first: part(0), second: part(1) };
}

function sheetMeans({ scores, sheets }: Scored): number[] {
  const sums = new Map<number, [number, number]>();
  for (const [i, sheet] of sheets.entries()) {
    const [sum, count] = sums.get(sheet) ?? [0, 0];
    sums.set(sheet, [sum + scores[i], count + 1]);
  }
  return Array.from(sums.values(), ([sum, count]) => sum / count);
}

/** Deals the sheets of each sample out over the folds, equally many to each. */
function dealFolds({ groups, labels }: TwoSamples, stream: Random, folds: number): Uint8Array {
  const fold = new Uint8Array(groups.count);
  const dealt = [0, 0];
  for (const group of permutation(groups.count, stream)) fold[group] = dealt[labels[group]]++ % folds;
  return fold;
}

/** Each column less its mean, by its standard deviation; a column of one value becomes 0. */
export function standardised(rows: Float32Array, width: number): Float32Array {
  const count = rows.length / width;
  const result = new Float32Array(rows.length);
  for (let k = 0; k < width; k++) {
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < count; i++) sum += rows[i * width + k];
    const mean = sum / count;
    for (let i = 0; i < count; i++) squares += (rows[i * width + k] - mean) ** 2;
    const deviation = Math.sqrt(squares / count);
    for (let i = 0; i < count; i++) {
      result[i * width + k] = deviation > 0 ? (rows[i * width + k] - mean) / deviation : 0;
    }
  }
  return result;
}
