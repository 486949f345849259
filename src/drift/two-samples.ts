import { random, type Seed } from '../common/random';
import type { TestOutcome, TestSpace } from './comparison';
import type { Sample, Space } from './sample';
import { chiSquareStatistic } from './statistics/chi-square';
import { gaussiansOf, sheetSums } from './statistics/covariance';
import { domainAuc, domainP, standardised } from './statistics/domain-classifier';
import { energyFrom } from './statistics/energy';
import { frechet } from './statistics/frechet';
import type { Groups } from './statistics/groups';
import { mmdFrom } from './statistics/mmd';
import { pairMeans } from './statistics/pair-sums';
import { type Labellings, labellings, permutationP } from './statistics/permutation';
import { sheetPairs } from './statistics/sheet-pairs';

export interface TwoSampleOptions {
  readonly permutations: number;
  /** σ of the RBF kernel in each space. */
  readonly bandwidth: { readonly features: number; readonly softmax: number };
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
  for (const space of ['features', 'softmax'] as const) {
    const whole = joined(first[space], second[space]);
    const few = space === 'features' ? joined(first.components, second.components) : whole;
    if (!whole || !few) continue;
    const pairs = sheetPairs(whole.rows, whole.width, groups, bandwidth[space]);
    tell('MMD', space, mmdFrom(pairMeans(pairs.kernel, labels)));
    tell('energy distance', space, energyFrom(pairMeans(pairs.distance, labels)));
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
  tell(
    'chi-square',
    'labels',
    classDrift(new Uint8Array([...first.labels, ...second.labels]), groups, labels),
  );
  return outcomes;
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

function joined(first: Space | undefined, second: Space | undefined): Space | undefined {
  if (!first || !second) return undefined;
  const rows = new Float32Array(first.rows.length + second.rows.length);
  rows.set(first.rows);
  rows.set(second.rows, first.rows.length);
  return { rows, width: first.width };
}

function frechetOf({ rows, width }: Space, groups: Groups, labels: Labellings): Float64Array {
  const sums = sheetSums(rows, width, groups);
  return Float64Array.from(gaussiansOf(sums, labels), ([first, second]) => frechet(first, second));
}

function classDrift(classes: Uint8Array, groups: Groups, { count, values }: Labellings): Float64Array {
  const ofSheet = new Float64Array(groups.count * 10);
  for (const [i, k] of classes.entries()) ofSheet[10 * groups.of[i] + k]++;
  return Float64Array.from({ length: count }, (_, k) => {
    const counts = [new Float64Array(10), new Float64Array(10)];
    for (let group = 0; group < groups.count; group++) {
      const side = counts[values[k * groups.count + group] === 1 ? 0 : 1];
      for (let c = 0; c < 10; c++) side[c] += ofSheet[10 * group + c];
    }
    return chiSquareStatistic(counts[0], counts[1])[0];
  });
}
