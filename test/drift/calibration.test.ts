import { expect, test } from 'vitest';
import { expectedCalibrationError, reliability } from '../../src/drift/calibration';
import { atcEstimate, atcThreshold, averageConfidence, negativeEntropy } from '../../src/drift/label-free';

const confidence = [0.95, 0.9, 0.91, 0.62, 0.55, 0.58, 0.31, 0.1, 1, 0.7];
const right = [1, 1, 0, 1, 0, 1, 0, 0, 1, 1];

test('the bins are those that NumPy fills', () => {
  // python: c=np.array(confidence); r=np.array(right); b=np.clip(np.ceil(c*10).astype(int)-1,0,9)
  // [(b==k).sum() for k in range(10)], c[b==k].mean(), r[b==k].mean()
  const bins = reliability(confidence, right);
  expect(bins.map((bin) => bin.count)).toEqual([1, 0, 0, 1, 0, 2, 2, 0, 1, 3]);
  expect(bins[9].confidence).toBeCloseTo(2.86 / 3, 12);
  expect(bins[9].accuracy).toBeCloseTo(2 / 3, 12);
  expect(bins[6].accuracy).toBe(1);
});

test('the calibration error is the weighed distance between claim and truth', () => {
  // python: sum(abs(r[b==k].mean()-c[b==k].mean())*(b==k).mean() for k in set(b)), with b as above
  // -> 0.218
  expect(expectedCalibrationError(reliability(confidence, right))).toBeCloseTo(0.218, 9);
});

test('a model that claims what it keeps has no calibration error', () => {
  const bins = reliability(new Array(10).fill(0.8), [1, 1, 1, 1, 1, 1, 1, 1, 0, 0]);
  expect(expectedCalibrationError(bins)).toBeCloseTo(0, 12);
});

test('the average confidence is what the model claims', () => {
  expect(averageConfidence([0.5, 0.75, 1])).toBe(0.75);
});

test('negative entropy is zero for a sure answer and lowest for none', () => {
  const even = new Array<number>(10).fill(0.1);
  const sure = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const [first, second] = negativeEntropy([...even, ...sure]);
  expect(first).toBeCloseTo(-Math.log(10), 12);
  expect(second).toBeCloseTo(0, 12);
});

test('the threshold leaves below it as many pictures as were misread', () => {
  const scores = [5, 1, 4, 2, 3, 8, 7, 6, 10, 9];
  const threshold = atcThreshold(scores, [1, 0, 1, 1, 0, 1, 1, 0, 1, 1]);
  expect(scores.filter((score) => score < threshold)).toHaveLength(3);
  expect(atcEstimate(scores, threshold)).toBe(0.7);
});

test('it foretells the accuracy exactly where what is misread is what is unsure', () => {
  // Right just where the score is above 0.3, at home and away: the estimate needs no labels to say so.
  const home = Array.from({ length: 1000 }, (_, i) => i / 1000);
  const threshold = atcThreshold(
    home,
    home.map((score) => (score > 0.3 ? 1 : 0)),
  );
  const away = Array.from({ length: 400 }, (_, i) => (i / 400) ** 2);
  const truth = away.filter((score) => score > 0.3).length / away.length;
  expect(atcEstimate(away, threshold)).toBeCloseTo(truth, 2);
  expect(truth).not.toBeCloseTo(averageConfidence(away), 1);
});

test('a model that misread nothing, or everything, gives a threshold that says so', () => {
  const scores = [1, 2, 3];
  expect(atcEstimate(scores, atcThreshold(scores, [1, 1, 1]))).toBe(1);
  expect(atcEstimate(scores, atcThreshold(scores, [0, 0, 0]))).toBe(0);
});
