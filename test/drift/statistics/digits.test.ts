import { describe, expect, it } from 'vitest';
import { random } from '../../../src/common/random';
import { areaUnderCurve } from '../../../src/drift/statistics/auc';
import { chiSquare } from '../../../src/drift/statistics/chi-square';
import { cliffsDelta, rankOrder } from '../../../src/drift/statistics/cliffs-delta';
import { standardised } from '../../../src/drift/statistics/domain-classifier';
import { energyFrom } from '../../../src/drift/statistics/energy';
import { kolmogorovSmirnov, ksDistance } from '../../../src/drift/statistics/ks';
import { decision, logisticRegression } from '../../../src/drift/statistics/logistic';
import { mmdFrom } from '../../../src/drift/statistics/mmd';
import { labellings, permutationP } from '../../../src/drift/statistics/permutation';
import { medianDistance } from '../../../src/drift/statistics/squared-distances';
import { stripMeans } from '../../../src/drift/statistics/strip-means';
import { wasserstein } from '../../../src/drift/statistics/wasserstein';
// Made by: python test/drift/statistics/digits.py > test/drift/statistics/digits.json
import expected from './digits.json';

const width = 64;
const rows = Float32Array.from([...expected.first, ...expected.second]);
const [m, n] = [expected.first.length / width, expected.second.length / width];
const labels = labellings(m + n, m, 1999, random(1, 'digits'));

/** Four standard deviations of a p-value by so many permutations. */
const slack = (p: number): number => 4 * Math.sqrt((p * (1 - p)) / 1999) + 1e-3;

function inkOf(values: readonly number[]): Float64Array {
  return Float64Array.from({ length: values.length / width }, (_, i) =>
    values.slice(i * width, (i + 1) * width).reduce((sum, value) => sum + value, 0),
  );
}

describe("on scikit-learn's digits the tests agree with SciPy and scikit-learn", () => {
  it('in the median distance, MMD and energy distance, and in their p by permutation', () => {
    expect(medianDistance(rows, width, 1)).toBeCloseTo(expected.sigma, 4);
    const [kernel, distance] = stripMeans(rows, width, labels, expected.sigma, ['kernel', 'distance']);
    for (const [values, [statistic, p]] of [
      [mmdFrom(kernel), expected.mmd],
      [energyFrom(distance), expected.energy],
    ] as const) {
      expect(values[0] / statistic).toBeCloseTo(1, 3);
      expect(Math.abs(permutationP(values[0], values.subarray(1)) - p)).toBeLessThan(slack(p));
    }
  });

  it('in the Kolmogorov-Smirnov distance of the ink, and its p by permutation', () => {
    const [ink, other] = [inkOf(expected.first), inkOf(expected.second)];
    const [statistic, p] = expected.ks;
    expect(kolmogorovSmirnov(ink, other).statistic).toBeCloseTo(statistic, 12);
    const order = rankOrder(ink, other);
    const distances = Float64Array.from({ length: labels.count }, (_, k) =>
      ksDistance(order, Uint8Array.from(labels.values.subarray(k * (m + n), (k + 1) * (m + n)))),
    );
    expect(Math.abs(permutationP(distances[0], distances.subarray(1)) - p)).toBeLessThan(slack(p));
  });

  it("in the Wasserstein distance, Cliff's delta (negative where the second holds less) and chi-square", () => {
    const [ink, other] = [inkOf(expected.first), inkOf(expected.second)];
    expect(wasserstein(ink, other)).toBeCloseTo(expected.wasserstein, 9);
    expect(cliffsDelta(ink, other)).toBeCloseTo(expected.cliff, 12);
    expect(expected.cliff).toBeLessThan(0);
    expect(chiSquare(expected.counts[0], expected.counts[1]).statistic).toBeCloseTo(expected.chi, 9);
  });

  it('in the AUC of a classifier on digits that it has not learnt from', () => {
    const scaled = standardised(rows, width);
    const targets = Uint8Array.from({ length: m + n }, (_, i) => (i < m ? 0 : 1));
    const all = Array.from(targets.keys());
    const weights = logisticRegression(
      scaled,
      width,
      targets,
      all.filter((i) => i % 2 === 0),
      0.1,
    );
    const scores = (target: number): number[] =>
      all.filter((i) => i % 2 === 1 && targets[i] === target).map((i) => decision(scaled, width, weights, i));
    expect(areaUnderCurve(scores(0), scores(1))).toBeCloseTo(expected.auc, 6);
  });
});
