import { expectedCalibrationError, reliability } from './calibration';
import type { CrossEvaluation } from './cross-validate';
import type { Silent } from './findings';
import { atcEstimate, atcThreshold, averageConfidence, negativeEntropy } from './label-free';
import { cellOf } from './matrix';

/**
 * Holds what each model claims of itself against the truth, for every cell of the matrix.
 *
 * The threshold of ATC is fitted on every second picture of the model's own test set; at home it is tried on
 * the others, so that no picture foretells itself.
 */
export function silence(crossed: readonly CrossEvaluation[]): Silent[] {
  const cells = crossed.map(({ cell }) => cell);
  return crossed.map(({ cell, evaluation }) => {
    const home = crossed[cells.indexOf(cellOf(cells, cell.model, cell.model, cell.pipeline))].evaluation;
    const threshold = atcThreshold(
      everySecond(negativeEntropy(home.probabilities), 0),
      everySecond(home.right, 0),
    );
    const scores = negativeEntropy(evaluation.probabilities);
    const bins = reliability(evaluation.confidence, evaluation.right);
    const wrong = evaluation.confidence.filter((_, i) => evaluation.right[i] === 0);
    return {
      model: cell.model,
      data: cell.data,
      pipeline: cell.pipeline,
      accuracy: cell.accuracy,
      confidence: averageConfidence(evaluation.confidence),
      confidenceWhenWrong: wrong.length > 0 ? averageConfidence(wrong) : null,
      ece: expectedCalibrationError(bins),
      atc: atcEstimate(cell.model === cell.data ? everySecond(scores, 1) : scores, threshold),
      bins,
    };
  });
}

function everySecond(values: ArrayLike<number>, from: 0 | 1): Float64Array {
  return Float64Array.from(
    { length: Math.floor((values.length + 1 - from) / 2) },
    (_, i) => values[2 * i + from],
  );
}
