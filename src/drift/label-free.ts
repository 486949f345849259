/**
 * The accuracy that the model itself claims: its mean confidence in its answers.
 *
 * Right where the model is calibrated, and far too high where drift leaves it as sure as before (Hendrycks and
 * Gimpel, 2017; "AC" in Garg et al., 2022).
 */
export function averageConfidence(confidence: ArrayLike<number>): number {
  if (confidence.length === 0) throw new Error('no answers to take the confidence of');
  let sum = 0;
  for (let i = 0; i < confidence.length; i++) sum += confidence[i];
  return sum / confidence.length;
}

/**
 * The negative entropy of each picture's `classes` probabilities, in nats: 0 for a sure answer, -ln(classes) for
 * none.
 */
export function negativeEntropy(probabilities: ArrayLike<number>, classes = 10): Float64Array {
  return Float64Array.from({ length: probabilities.length / classes }, (_, n) => {
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      const p = probabilities[n * classes + k];
      if (p > 0) sum += p * Math.log(p);
    }
    return sum;
  });
}

/**
 * The threshold of Average Thresholded Confidence: the score below which lies the share of pictures that the
 * model misreads at home.
 *
 * S. Garg et al., "Leveraging Unlabeled Data to Predict Out-of-Distribution Performance" (ICLR 2022), equation 1.
 *
 * @param scores of labelled pictures of the model's own kind, that it hasn't learnt from
 * @param right 1 where it read one right, else 0
 */
export function atcThreshold(scores: ArrayLike<number>, right: ArrayLike<number>): number {
  if (scores.length === 0) throw new Error('no pictures to fit the threshold on');
  let wrong = 0;
  for (let i = 0; i < scores.length; i++) wrong += 1 - right[i];
  const sorted = Float64Array.from(scores as ArrayLike<number>).sort();
  return wrong < sorted.length ? sorted[wrong] : Number.POSITIVE_INFINITY;
}

/** The accuracy that the threshold foretells for pictures without labels: the share of scores that reach it. */
export function atcEstimate(scores: ArrayLike<number>, threshold: number): number {
  if (scores.length === 0) throw new Error('no pictures to estimate the accuracy of');
  let above = 0;
  for (let i = 0; i < scores.length; i++) if (scores[i] >= threshold) above++;
  return above / scores.length;
}
