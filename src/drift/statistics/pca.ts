import { EVD, Matrix } from 'ml-matrix';
import { gaussianOf } from './covariance';

/** Rows in the directions of their largest variance. */
export interface Components {
  /** `N × count`. */
  readonly scores: Float32Array;
  readonly count: number;
  /** The share of the whole variance that each direction holds, the largest first. */
  readonly explained: number[];
  /** The scores of other rows of the same width in the same directions. */
  readonly project: (rows: Float32Array) => Float32Array;
}

/**
 * Principal components of `N × width` rows. The sign of each is fixed: its largest weight is positive.
 *
 * @param count how many directions, at most `width`
 */
export function principalComponents(rows: Float32Array, width: number, count: number): Components {
  const { mean, covariance } = gaussianOf(rows, width);
  const { realEigenvalues, eigenvectorMatrix } = new EVD(Matrix.from1DArray(width, width, covariance), {
    assumeSymmetric: true,
  });
  const kept = Math.min(count, width);
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  const total = realEigenvalues.reduce((a, b) => a + Math.max(0, b), 0);
  const directions = order.slice(0, kept).map((at) => {
    const direction = eigenvectorMatrix.getColumn(at);
    const largest = direction.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
    return largest < 0 ? direction.map((value) => -value) : direction;
  });
  const project = (others: Float32Array): Float32Array => {
    const scores = new Float32Array((others.length / width) * kept);
    for (let i = 0; i < others.length / width; i++) {
      for (let k = 0; k < kept; k++) {
        let sum = 0;
        for (let j = 0; j < width; j++) sum += (others[i * width + j] - mean[j]) * directions[k][j];
        scores[i * kept + k] = sum;
      }
    }
    return scores;
  };
  const explained = order
    .slice(0, kept)
    .map((at) => (total > 0 ? Math.max(0, realEigenvalues[at]) / total : 0));
  return { scores: project(rows), count: kept, explained, project };
}
