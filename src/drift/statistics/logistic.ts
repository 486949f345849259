import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/**
 * Logistic regression with an L2 penalty on all weights but the intercept, by Newton's method.
 *
 * Minimises Σ log loss + |w|² / 2C, as scikit-learn's `LogisticRegression(C=C)`.
 *
 * @param rows `N × width`
 * @param targets `N` of 0 and 1
 * @param chosen positions of the rows to learn from
 * @returns `width` weights and the intercept
 */
export function logisticRegression(
  rows: Float32Array,
  width: number,
  targets: ArrayLike<number>,
  chosen: ArrayLike<number>,
  c = 1,
): Float64Array {
  const wide = width + 1;
  const weights = new Float64Array(wide);
  for (let step = 0; step < 25; step++) {
    const gradient = new Float64Array(wide);
    const hessian = new Float64Array(wide * wide);
    for (let n = 0; n < chosen.length; n++) {
      const i = chosen[n];
      const p = 1 / (1 + Math.exp(-decision(rows, width, weights, i)));
      const curve = p * (1 - p);
      for (let a = 0; a < wide; a++) {
        const x = a < width ? rows[i * width + a] : 1;
        gradient[a] += (p - targets[i]) * x;
        for (let b = 0; b <= a; b++)
          hessian[a * wide + b] += curve * x * (b < width ? rows[i * width + b] : 1);
      }
    }
    for (let a = 0; a < wide; a++) {
      if (a < width) gradient[a] += weights[a] / c;
      // The intercept bears no penalty; a trace of it keeps the matrix invertible where all is certain.
      hessian[a * wide + a] += a < width ? 1 / c : 1e-9;
      for (let b = 0; b < a; b++) hessian[b * wide + a] = hessian[a * wide + b];
    }
    const solver = new CholeskyDecomposition(Matrix.from1DArray(wide, wide, hessian));
    const move = solver.solve(Matrix.columnVector(gradient)).getColumn(0);
    // A long first step may leap over the minimum where the classes are far apart.
    const longest = Math.max(...move.map(Math.abs));
    const share = Math.min(1, 5 / Math.max(longest, 1e-300));
    for (let a = 0; a < wide; a++) weights[a] -= share * move[a];
    if (longest < 1e-8) break;
  }
  return weights;
}

/** What the regression says of row `i`, before the logistic function. */
export function decision(rows: Float32Array, width: number, weights: Float64Array, i: number): number {
  let sum = weights[width];
  for (let k = 0; k < width; k++) sum += weights[k] * rows[i * width + k];
  return sum;
}
