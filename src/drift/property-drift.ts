import { type Random, random, type Seed } from '../common/random';
import { measureAll, type PropertyName, properties } from '../imaging/morphometry/properties';
import type { PropertyDrift } from './comparison';
import { drawSheets } from './sample';
import { cliffsDelta, rankOrder } from './statistics/cliffs-delta';
import { effectWithInterval, quantile } from './statistics/effect-interval';
import { benjaminiHochberg } from './statistics/fdr';
import { type Groups, groupsOf } from './statistics/groups';
import { binShares, evenEdges } from './statistics/histogram';
import { jensenShannon } from './statistics/jensen-shannon';
import { kolmogorovSmirnov, ksDistance } from './statistics/ks';
import { type Labellings, labellings, permutationP } from './statistics/permutation';
import { populationStability } from './statistics/psi';
import { wasserstein } from './statistics/wasserstein';
import { joinedGroups } from './two-samples';

/** The properties of a set, with its labels and sheets. */
export interface Measured {
  readonly values: Record<PropertyName, Float64Array>;
  readonly labels: Uint8Array;
  readonly groups: Groups;
}

/** Measures the digits of a set. */
export function measured(images: Uint8Array, labels: Uint8Array, groups: Groups): Measured {
  return { values: measureAll(images), labels, groups };
}

/**
 * Compares every property of two sets, the largest effect first.
 *
 * @param options.draws bootstrap samples behind the interval of an effect
 * @param options.sheets how many sheets of each side the permutation test takes (default: all); everything else is
 * told of all digits
 */
export function propertyDrift(
  reference: Measured,
  current: Measured,
  options: { seed: Seed; permutations: number; draws: number; sheets?: number },
): PropertyDrift[] {
  const { seed, permutations, draws, sheets } = options;
  const deal = dealer(permutations, seed);
  const found = properties.flatMap(({ name, unit, meaning }) => {
    const one = known(reference, name);
    const other = known(current, name);
    if (one.values.length === 0 || other.values.length === 0) return [];
    const { statistic, p } = kolmogorovSmirnov(one.values, other.values);
    const drift: PropertyDrift = {
      name,
      unit,
      meaning,
      reference: quartiles(one.values),
      current: quartiles(other.values),
      effect: effectWithInterval(one.values, other.values, one.groups, other.groups, seed, draws),
      wasserstein: wasserstein(one.values, other.values),
      ks: statistic,
      p: sheetP(
        ...([one, other].map((set, i) => drawn(set, sheets, random(seed, 'tested', i))) as [Known, Known]),
        deal,
      ),
      q: 1,
      pByDigit: p,
      psi: populationStability(one.values, other.values),
      jensenShannon: divergence(one.values, other.values),
      byClass: Array.from({ length: 10 }, (_, digit) => {
        const [a, b] = [one, other].map(({ values, labels }) => values.filter((_, i) => labels[i] === digit));
        return a.length > 0 && b.length > 0 ? cliffsDelta(a, b) : null;
      }),
    };
    return [drift];
  });
  const q = benjaminiHochberg(found.map(({ p }) => p));
  return found
    .map((drift, i) => ({ ...drift, q: q[i] }))
    .sort((a, b) => Math.abs(b.effect.value) - Math.abs(a.effect.value));
}

interface Known {
  values: Float64Array;
  labels: Uint8Array;
  groups: Groups;
}

/** The digits of which the property is known: a picture without ink has no slant. */
function known({ values, labels, groups }: Measured, name: PropertyName): Known {
  const there = Array.from(labels, (_, i) => i).filter((i) => !Number.isNaN(values[name][i]));
  return {
    values: Float64Array.from(there, (i) => values[name][i]),
    labels: Uint8Array.from(there, (i) => labels[i]),
    groups: groupsOf(there.map((i) => groups.of[i])),
  };
}

/** The digits of so many sheets drawn at random; all of them without a number. */
function drawn(set: Known, sheets: number | undefined, stream: Random): Known {
  if (sheets === undefined || sheets >= set.groups.count) return set;
  const at = drawSheets(set.groups, set.labels.length, stream, sheets);
  return {
    values: Float64Array.from(at, (i) => set.values[i]),
    labels: Uint8Array.from(at, (i) => set.labels[i]),
    groups: groupsOf(at.map((i) => set.groups.of[i])),
  };
}

/** Gives the permuted labellings of so many sheets, of which the first `split` are the reference's. */
type Deal = (sheets: number, split: number) => Labellings;

/** Deals anew only where another property is known of another number of sheets: the labellings are the same for all. */
function dealer(permutations: number, seed: Seed): Deal {
  let last: { sheets: number; split: number; labels: Labellings } | undefined;
  return (sheets, split) => {
    if (last?.sheets !== sheets || last.split !== split) {
      last = { sheets, split, labels: labellings(sheets, split, permutations, random(seed, 'property')) };
    }
    return last.labels;
  };
}

function sheetP(one: Known, other: Known, deal: Deal): number {
  const order = rankOrder(one.values, other.values);
  const { of, count } = joinedGroups(one.groups, other.groups);
  const labels = deal(count, one.groups.count);
  const inFirst = new Uint8Array(of.length);
  const distances = new Float64Array(labels.count);
  for (let k = 0; k < labels.count; k++) {
    const row = labels.values.subarray(k * count, (k + 1) * count);
    for (let i = 0; i < of.length; i++) inFirst[i] = row[of[i]];
    distances[k] = ksDistance(order, inFirst);
  }
  return permutationP(distances[0], distances.subarray(1));
}

function quartiles(values: Float64Array): [number, number, number] {
  const sorted = values.slice().sort();
  return [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)];
}

function divergence(first: Float64Array, second: Float64Array): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const values of [first, second]) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low === high) return 0;
  const edges = evenEdges(low, high, 30);
  return jensenShannon(binShares(first, edges), binShares(second, edges));
}
