import type { LayersModel } from '@tensorflow/tfjs-node';
import type { LongWork } from '../common/progress';
import { random, type Seed } from '../common/random';
import type { Digits } from '../dataset/digits';
import type { GatheredSet } from '../dataset/sets/gather';
import { type GroupedSums, groupSums, middle, resampledMeans } from './bootstrap';
import { expectedCalibrationError, reliability } from './calibration';
import type { ModelView } from './compare';
import { atcEstimate, atcThreshold, averageConfidence, negativeEntropy } from './label-free';
import { type SeenSet, viewOf } from './model-view';
import { labellings, permutationP } from './statistics/permutation';
import type { ModelDrift, Reading } from './two-sets-result';

/** What a model makes of a gathered set, digit by digit. */
interface ReadSet {
  view: SeenSet;
  reading: Reading;
  /** Of the pictures labelled as digits: 1 for each read right, its uncertainty, and its sheet. */
  right: Uint8Array;
  scores: Float64Array;
  sheets: string[];
}

/** Resamples for the interval of the drop, and labellings for its p. */
const replicates = 1000;

/**
 * Reads both sets with a model: accuracy where there are labels, what the model claims of itself, and what it would
 * be foretold without labels.
 */
export async function readTwo(
  model: LayersModel,
  [reference, current]: readonly [GatheredSet, GatheredSet],
  scale: number,
  { seed, ...work }: LongWork & { seed: Seed },
): Promise<{
  views: [ModelView, ModelView];
  drift: Pick<ModelDrift, 'reference' | 'current' | 'drop' | 'foretold'>;
}> {
  const first = await readOne(model, reference, scale, work);
  const second = await readOne(model, current, scale, work);
  const foretold =
    first.right.length > 0 && first.view.areProbabilities
      ? atcEstimate(negativeEntropy(second.view.probabilities), atcThreshold(first.scores, first.right))
      : null;
  return {
    views: [first.view, second.view],
    drift: {
      reference: first.reading,
      current: second.reading,
      drop: first.right.length > 0 && second.right.length > 0 ? dropOf(first, second, seed) : null,
      foretold,
    },
  };
}

async function readOne(
  model: LayersModel,
  set: GatheredSet,
  scale: number,
  work: LongWork,
): Promise<ReadSet> {
  const view = await viewOf(model, digitsOf(set, scale), work);
  const { probabilities, areProbabilities } = view;
  const predicted = new Array<number>(10).fill(0);
  const confidence = new Float32Array(set.count);
  const answers = Uint8Array.from({ length: set.count }, (_, n) => {
    let best = 0;
    for (let k = 1; k < 10; k++) if (probabilities[10 * n + k] > probabilities[10 * n + best]) best = k;
    predicted[best]++;
    confidence[n] = probabilities[10 * n + best];
    return best;
  });
  const known = Array.from(answers.keys()).filter((n) => set.codes && set.codes[n] < 10);
  const labelOf = (n: number): number => set.codes?.[n] ?? 0;
  const right = Uint8Array.from(known, (n) => (answers[n] === labelOf(n) ? 1 : 0));
  const uncertainty = negativeEntropy(probabilities);
  const mean = (values: readonly number[]): number | null =>
    values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
  // Scores of another kind than probabilities have no loss and claim nothing.
  const judged = areProbabilities ? known : [];
  const losses = judged.map((n) => -Math.log(Math.max(1e-38, probabilities[10 * n + labelOf(n)])));
  const bins =
    judged.length > 0
      ? reliability(
          Float32Array.from(known, (n) => confidence[n]),
          right,
        )
      : undefined;
  return {
    view,
    reading: {
      labelled: known.length,
      accuracy: mean(Array.from(right)),
      loss: mean(losses),
      confidence: areProbabilities ? averageConfidence(confidence) : null,
      ece: bins ? expectedCalibrationError(bins) : null,
      predicted,
    },
    right,
    scores: Float64Array.from(known, (n) => uncertainty[n]),
    sheets: known.map((n) => set.sheets?.[n] ?? String(n)),
  };
}

/** A gathered set as a model reads it; what is no digit gets the label 0, which nothing is judged by. */
export function digitsOf({ images, codes, count }: GatheredSet, scale: number): Digits {
  return {
    images,
    labels: Uint8Array.from({ length: count }, (_, n) => (codes && codes[n] < 10 ? codes[n] : 0)),
    scale,
  };
}

function dropOf(first: ReadSet, second: ReadSet, seed: Seed): NonNullable<ModelDrift['drop']> {
  const sums = [first, second].map(({ right, sheets }) => groupSums(sheets, [right]));
  const means = sums.map((own, i) => Array.from(resampledMeans(own, replicates, seed + i), ([mean]) => mean));
  const drops = means[0].map((mean, b) => mean - means[1][b]);
  const value = (first.reading.accuracy ?? 0) - (second.reading.accuracy ?? 0);
  return { value, ...middle(drops), p: dropP(sums, seed) };
}

/** The p of an accuracy that falls, by permutation of whole sheets: resampling alone takes few digits too lightly. */
function dropP([first, second]: readonly GroupedSums[], seed: Seed): number {
  const counts = [...first.counts, ...second.counts];
  const rights = [...first.sums[0], ...second.sums[0]];
  const [digits, hits] = [counts, rights].map((all) => all.reduce((sum, one) => sum + one, 0));
  const labels = labellings(counts.length, first.counts.length, replicates - 1, random(seed, 'drop'));
  const drops = new Float64Array(labels.count);
  for (let k = 0; k < labels.count; k++) {
    const row = labels.values.subarray(k * counts.length, (k + 1) * counts.length);
    let [n, right] = [0, 0];
    for (let g = 0; g < counts.length; g++) {
      n += row[g] * counts[g];
      right += row[g] * rights[g];
    }
    drops[k] = right / n - (hits - right) / (digits - n);
  }
  return permutationP(drops[0], drops.subarray(1));
}
