import { z } from 'zod';
import { expectedCalibrationError, ReliabilityBin, reliability } from './calibration';
import type { CrossEvaluation } from './cross-validate';
import { atcEstimate, atcThreshold, averageConfidence, negativeEntropy } from './label-free';
import { cellOf, DataSet, Pipeline } from './matrix';

/** How loudly a model fails on one test set: what it claims, and what is true. */
export const Silent = z.object({
  model: DataSet,
  data: DataSet,
  pipeline: Pipeline,
  accuracy: z.number(),
  /** Mean confidence in the answers, 0 to 1: what the model itself would claim. */
  confidence: z.number(),
  /** Mean confidence in the wrong answers alone; null where there are none. */
  confidenceWhenWrong: z.number().nullable(),
  /** Expected calibration error over the bins below. */
  ece: z.number(),
  /** Accuracy foretold without labels by average thresholded confidence, fitted on half of the model's own test set. */
  atc: z.number(),
  bins: z.array(ReliabilityBin),
});
export type Silent = z.infer<typeof Silent>;

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
