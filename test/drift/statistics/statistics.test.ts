import { describe, expect, it } from 'vitest';
import { random } from '../../../src/common/random';
import { areaUnderCurve } from '../../../src/drift/statistics/auc';
import { binomialRange, binomialUpTo } from '../../../src/drift/statistics/binomial';
import { chiSquare } from '../../../src/drift/statistics/chi-square';
import { cliffsDelta } from '../../../src/drift/statistics/cliffs-delta';
import { gaussianOf, gaussiansOf, sheetSums } from '../../../src/drift/statistics/covariance';
import { effectWithInterval } from '../../../src/drift/statistics/effect-interval';
import { energyFrom } from '../../../src/drift/statistics/energy';
import { benjaminiHochberg } from '../../../src/drift/statistics/fdr';
import { frechet } from '../../../src/drift/statistics/frechet';
import { upperGamma } from '../../../src/drift/statistics/gamma';
import { groupsOf, singles } from '../../../src/drift/statistics/groups';
import { binShares, quantileEdges } from '../../../src/drift/statistics/histogram';
import { jensenShannon } from '../../../src/drift/statistics/jensen-shannon';
import { kolmogorovSmirnov, kolmogorovTail } from '../../../src/drift/statistics/ks';
import { logisticRegression } from '../../../src/drift/statistics/logistic';
import { mmdFrom } from '../../../src/drift/statistics/mmd';
import { mmdTest } from '../../../src/drift/statistics/mmd-test';
import { pairMeans } from '../../../src/drift/statistics/pair-sums';
import { principalComponents } from '../../../src/drift/statistics/pca';
import { labellings, permutationP } from '../../../src/drift/statistics/permutation';
import { populationStability } from '../../../src/drift/statistics/psi';
import { sheetPairs } from '../../../src/drift/statistics/sheet-pairs';
import { wasserstein } from '../../../src/drift/statistics/wasserstein';
// Made by: python test/drift/statistics/reference.py > test/drift/statistics/reference.json
import expected from './reference.json';

const { a, b } = expected;
const x = Float32Array.from(expected.x);
const y = Float32Array.from(expected.y);
const both = Float32Array.from([...expected.x, ...expected.y]);
const count = both.length / 3;
const split = x.length / 3;

describe('statistics of one number agree with SciPy and scikit-learn', () => {
  it("gives Cliff's delta and the AUC, ties counted half", () => {
    expect(cliffsDelta(a, b)).toBeCloseTo(expected.cliff, 12);
    expect(areaUnderCurve(a, b)).toBeCloseTo(expected.auc, 12);
  });

  it('gives the Wasserstein distance', () => {
    expect(wasserstein(a, b)).toBeCloseTo(expected.wasserstein, 12);
  });

  it('gives the Kolmogorov-Smirnov distance and the tail of its limit', () => {
    expect(kolmogorovSmirnov(a, b).statistic).toBeCloseTo(expected.ks, 12);
    for (const [at, tail] of expected.ksTail) expect(kolmogorovTail(at)).toBeCloseTo(tail, 9);
  });

  it('gives the population stability index and the Jensen-Shannon divergence', () => {
    expect(populationStability(a, b)).toBeCloseTo(expected.psi, 10);
    const edges = quantileEdges(a, 10);
    expect(jensenShannon(binShares(a, edges), binShares(b, edges))).toBeCloseTo(expected.jensenShannon, 10);
  });

  it('sees a shift away from a reference that holds one value alone', () => {
    expect(populationStability(new Float64Array(50), new Float64Array(50).fill(1))).toBeGreaterThan(10);
    expect(populationStability(new Float64Array(50), new Float64Array(50))).toBe(0);
  });

  it('adjusts p-values by Benjamini and Hochberg', () => {
    for (const [i, q] of benjaminiHochberg(expected.p).entries()) expect(q).toBeCloseTo(expected.fdr[i], 12);
  });

  it('gives the chi-square test, empty classes left out', () => {
    const { statistic, degrees, p } = chiSquare(expected.one, expected.other);
    expect(statistic).toBeCloseTo(expected.chi[0], 10);
    expect(degrees).toBe(expected.chi[1]);
    expect(p).toBeCloseTo(expected.chi[2], 10);
  });

  it('gives the incomplete gamma function and binomial chances', () => {
    for (const [s, t, q] of expected.gamma) expect(upperGamma(s, t) / q).toBeCloseTo(1, 9);
    expect(binomialUpTo(14, 200, 0.05)).toBeCloseTo(expected.binomial, 10);
    expect(binomialRange(200, 0.05)).toEqual(expected.binomialRange);
  });
});

describe('statistics of many numbers agree with NumPy and scikit-learn', () => {
  const labels = labellings(count, split, 99, random(1, 'test'));
  const pairs = sheetPairs(both, 3, singles(count), expected.sigma);

  it('gives the unbiased MMD and energy distance', () => {
    expect(mmdFrom(pairMeans(pairs.kernel, labels))[0]).toBeCloseTo(expected.mmd, 5);
    expect(energyFrom(pairMeans(pairs.distance, labels))[0]).toBeCloseTo(expected.energy, 5);
  });

  it('gives the same MMD in strips', () => {
    const test = mmdTest(x, y, 3, { bandwidth: expected.sigma, permutations: 99, seed: 1 });
    expect(test.statistic).toBeCloseTo(expected.mmd, 5);
    expect(test.p).toBeLessThanOrEqual(0.1);
  });

  it('joins strips without a seam', () => {
    const stream = random(3, 'rows');
    const rows = Float32Array.from({ length: 1300 * 2 }, () => stream.normal());
    const [first, second] = [rows.subarray(0, 1200), rows.subarray(1200)];
    const strips = mmdTest(first, second, 2, { bandwidth: 1, permutations: 1, seed: 1 });
    let [xx, yy, xy] = [0, 0, 0];
    for (let i = 0; i < 1300; i++) {
      for (let j = 0; j < 1300; j++) {
        if (i === j) continue;
        const square = (rows[2 * i] - rows[2 * j]) ** 2 + (rows[2 * i + 1] - rows[2 * j + 1]) ** 2;
        const near = Math.exp(-square / 2);
        if (i < 600 && j < 600) xx += near / (600 * 599);
        else if (i >= 600 && j >= 600) yy += near / (700 * 699);
        else xy += near / (2 * 600 * 700);
      }
    }
    expect(strips.statistic).toBeCloseTo(xx + yy - 2 * xy, 6);
  });

  it('leaves the pairs on one sheet out', () => {
    // Each digit twice on its own sheet: the doubles would raise what lies within each sample.
    const doubled = Float32Array.from([...both, ...both]);
    const sheets = groupsOf(Array.from({ length: 2 * count }, (_, i) => i % count));
    const twice = sheetPairs(doubled, 3, sheets, expected.sigma);
    expect(mmdFrom(pairMeans(twice.kernel, labels))[0]).toBeCloseTo(expected.mmd, 5);
  });

  it('gives the Fréchet distance, also from the sums of sheets', () => {
    expect(frechet(gaussianOf(x, 3), gaussianOf(y, 3))).toBeCloseTo(expected.frechet, 6);
    const [[first, second]] = gaussiansOf(sheetSums(both, 3, singles(count)), labels);
    expect(frechet(first, second)).toBeCloseTo(expected.frechet, 4);
  });

  it('fits a logistic regression', () => {
    const targets = Uint8Array.from({ length: count }, (_, i) => (i < split ? 0 : 1));
    const weights = logisticRegression(both, 3, targets, Array.from(targets.keys()), 0.1);
    for (const [i, weight] of weights.entries()) expect(weight).toBeCloseTo(expected.weights[i], 5);
  });

  it('finds the principal components', () => {
    const { explained } = principalComponents(both, 3, 3);
    for (const [i, share] of explained.entries()) expect(share).toBeCloseTo(expected.explained[i], 6);
  });
});

describe('permutations and bootstraps keep sheets whole', () => {
  it('count the observed labelling among the permuted ones', () => {
    expect(permutationP(3, [1, 2, 3, 4])).toBe(3 / 5);
    expect(permutationP(9, new Array(99).fill(0))).toBe(0.01);
    // The rounding of 32-bit sums makes no difference of what is equal.
    expect(permutationP(1, [1 - 1e-7, 0.9])).toBe(2 / 3);
  });

  it('deal as many sheets to the first sample as it had', () => {
    const { values, count: rows } = labellings(11, 4, 20, random(1, 'x'));
    for (let k = 0; k < rows; k++) {
      expect(values.subarray(11 * k, 11 * (k + 1)).reduce((s, v) => s + v)).toBe(4);
    }
    expect(Array.from(values.subarray(0, 11))).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('widen the interval of an effect where the digits of a sheet are alike', () => {
    const stream = random(5, 'sheets');
    const side = (): Float64Array => {
      const sheets = Array.from({ length: 20 }, () => stream.normal());
      return Float64Array.from(
        { length: 200 },
        (_, i) => sheets[Math.floor(i / 10)] + 0.05 * stream.normal(),
      );
    };
    const [one, other] = [side(), side()];
    const sheets = groupsOf(Array.from({ length: 200 }, (_, i) => Math.floor(i / 10)));
    const bySheet = effectWithInterval(one, other, sheets, sheets, 1);
    const byDigit = effectWithInterval(one, other, singles(200), singles(200), 1);
    expect(bySheet.high - bySheet.low).toBeGreaterThan(2 * (byDigit.high - byDigit.low));
    expect(bySheet.low).toBeLessThan(bySheet.value);
    expect(bySheet.high).toBeGreaterThan(bySheet.value);
  });
});
