import { random, type Seed } from '../common/random';
import type { TestOutcome, TestSpace } from './comparison';
import { type Sample, type Space, unlabelled, type ViewName } from './sample';
import { chiSquareStatistic } from './statistics/chi-square';
import { gaussiansOf, sheetSums } from './statistics/covariance';
import { domainAuc, domainP, standardised } from './statistics/domain-classifier';
import { energyFrom } from './statistics/energy';
import { frechet } from './statistics/frechet';
import type { Groups } from './statistics/groups';
import { mmdFrom } from './statistics/mmd';
import { type PairMeans, pairMeans } from './statistics/pair-sums';
import { type Labellings, labellings, permutationP } from './statistics/permutation';
import { sheetPairs } from './statistics/sheet-pairs';
import { stripMeans } from './statistics/strip-means';

export interface TwoSampleOptions {
  readonly permutations: number;
  /** σ of the RBF kernel in each view (default: 1). */
  readonly bandwidth: Readonly<Partial<Record<ViewName, number>>>;
  readonly seed: Seed;
  /** Whether the classifier's cross-validated AUC is wanted as well as its p (default: yes). */
  readonly auc?: boolean;
}

/**
 * Runs every test on two samples: MMD, energy distance, Fréchet distance and a domain classifier on the features
 * and on the probabilities, prediction drift and label drift. Spaces that the samples lack are left out.
 *
 * Fréchet distance and classifier see the features by their principal components: of 128 features in a few
 * hundred digits no covariance can be told.
 */
export function twoSampleTests(first: Sample, second: Sample, options: TwoSampleOptions): TestOutcome[] {
  const { permutations, seed, bandwidth, auc = true } = options;
  const groups = joinedGroups(first.groups, second.groups);
  const split = first.groups.count;
  const labels = labellings(groups.count, split, permutations, random(seed, 'two samples'));
  const outcomes: TestOutcome[] = [];
  const tell = (name: string, space: TestSpace, values: Float64Array): void => {
    outcomes.push({ name, space, statistic: values[0], p: permutationP(values[0], values.subarray(1)) });
  };
  for (const space of ['features', 'softmax', 'pixels'] as const) {
    const [one, other] = [first.views[space], second.views[space]];
    if (!one || !other) continue;
    const whole = joined(one.whole, other.whole);
    const few = joined(one.few, other.few);
    const { kernel, distance } = meansOf(whole, groups, labels, bandwidth[space] ?? 1);
    tell('MMD', space, mmdFrom(kernel));
    tell('energy distance', space, energyFrom(distance));
    tell('Fréchet distance', space, frechetOf(few, groups, labels));
    const samples = {
      rows: standardised(few.rows, few.width),
      width: few.width,
      groups,
      labels: new Uint8Array(groups.count).fill(1, split),
    };
    outcomes.push({
      name: 'domain classifier',
      space,
      statistic: auc ? domainAuc(samples, random(seed, 'folds', space)) : Number.NaN,
      p: domainP(samples, permutations, random(seed, 'classifier', space)),
    });
  }
  if (first.predicted && second.predicted) {
    const classes = new Uint8Array([...first.predicted, ...second.predicted]);
    tell('chi-square', 'predictions', classDrift(classes, groups, labels));
  }
  if (isLabelled(first) && isLabelled(second)) {
    const classes = new Uint8Array([...first.labels, ...second.labels]);
    tell('chi-square', 'labels', classDrift(classes, groups, labels));
  }
  return outcomes;
}

function isLabelled({ labels }: Sample): boolean {
  return labels.some((label) => label !== unlabelled);
}

/** Up to here a matrix of all pairs costs less than it spares. */
const fewSheets = 1500;

/** Means of the kernel and of the distance; without a matrix of all digits where they are many and no sheets. */
function meansOf(
  { rows, width }: Space,
  groups: Groups,
  labels: Labellings,
  bandwidth: number,
): { kernel: PairMeans; distance: PairMeans } {
  if (groups.count === groups.of.length && groups.count > fewSheets) {
    const [kernel, distance] = stripMeans(rows, width, labels, bandwidth, ['kernel', 'distance']);
    return { kernel, distance };
  }
  const pairs = sheetPairs(rows, width, groups, bandwidth);
  return { kernel: pairMeans(pairs.kernel, labels), distance: pairMeans(pairs.distance, labels) };
}

/** The sheets of both, those of the first before those of the second. */
export function joinedGroups(first: Groups, second: Groups): Groups {
  const of = new Uint32Array(first.of.length + second.of.length);
  of.set(first.of);
  of.set(
    second.of.map((group) => group + first.count),
    first.of.length,
  );
  return { of, count: first.count + second.count };
}

function joined(first: Space, second: Space): Space {
  const rows = new Float32Array(first.rows.length + second.rows.length);
  rows.set(first.rows);
  rows.set(second.rows, first.rows.length);
  return { rows, width: first.width };
}

function frechetOf({ rows, width }: Space, groups: Groups, labels: Labellings): Float64Array {
  const sums = sheetSums(rows, width, groups);
  return Float64Array.from(gaussiansOf(sums, labels), ([first, second]) => frechet(first, second));
}

/** Chi-square of the classes for every labelling; digits without a label don't count. */
function classDrift(classes: Uint8Array, groups: Groups, { count, values }: Labellings): Float64Array {
  const wide = classes.reduce((most, k) => (k === unlabelled ? most : Math.max(most, k)), 0) + 1;
  const ofSheet = new Float64Array(groups.count * wide);
  for (const [i, k] of classes.entries()) if (k !== unlabelled) ofSheet[wide * groups.of[i] + k]++;
  return Float64Array.from({ length: count }, (_, k) => {
    const counts = [new Float64Array(wide), new Float64Array(wide)];
    for (let group = 0; group < groups.count; group++) {
      const side = counts[values[k * groups.count + group] === 1 ? 0 : 1];
      for (let c = 0; c < wide; c++) side[c] += ofSheet[wide * group + c];
    }
    return chiSquareStatistic(counts[0], counts[1])[0];
  });
}
