import { EVD, Matrix } from 'ml-matrix';
import type { Gaussian } from './covariance';

/**
 * The squared Fréchet distance of two normal distributions, |μ-ν|² + tr(A + B - 2(AB)^½), as the Fréchet
 * inception distance takes it.
 *
 * D. C. Dowson and B. V. Landau, "The Fréchet distance between multivariate normal distributions", Journal of
 * Multivariate Analysis 12 (1982). The trace of the root is taken from A^½BA^½, which is symmetric.
 */
export function frechet(first: Gaussian, second: Gaussian): number {
  const width = first.mean.length;
  let distance = 0;
  for (let k = 0; k < width; k++) {
    distance += (first.mean[k] - second.mean[k]) ** 2;
    distance += first.covariance[k * width + k] + second.covariance[k * width + k];
  }
  const b = matrix(second.covariance, width);
  const root = squareRoot(matrix(first.covariance, width));
  const product = root.mmul(b).mmul(root);
  for (const value of symmetric(product).realEigenvalues) distance -= 2 * Math.sqrt(Math.max(0, value));
  return Math.max(0, distance);
}

function squareRoot(values: Matrix): Matrix {
  const { realEigenvalues, eigenvectorMatrix: vectors } = symmetric(values);
  const scaled = vectors.clone();
  for (let k = 0; k < realEigenvalues.length; k++) {
    scaled.mulColumn(k, Math.sqrt(Math.max(0, realEigenvalues[k])));
  }
  return scaled.mmul(vectors.transpose());
}

function symmetric(values: Matrix): EVD {
  return new EVD(values, { assumeSymmetric: true });
}

function matrix(values: Float64Array, width: number): Matrix {
  return Matrix.from1DArray(width, width, values);
}
