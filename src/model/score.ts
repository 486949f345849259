/** How a model does on a set of digits. */
export interface Evaluation {
  /** Mean categorical cross-entropy in nats, taken from the logits: it never overflows or saturates. */
  loss: number;
  /** The share of digits read right, 0 to 1. */
  accuracy: number;
  count: number;
  /** How many batches that makes, the last one perhaps short. */
  batches: number;
  /** `confusion[t][p]`: how many digits labelled `t` were read as `p`. */
  confusion: number[][];
  /** `N` digits read, 0 to 9; the first of equals wins. */
  predicted: Uint8Array;
  /** `N` probabilities of the digit that was read. */
  confidence: Float32Array;
  /** `N×10` probabilities. */
  probabilities: Float32Array;
}

/** Scores `N×10` logits against `N` labels. */
export function score(logits: Float32Array, labels: Uint8Array, batchSize = 32): Evaluation {
  const count = labels.length;
  const probabilities = new Float32Array(10 * count);
  const predicted = new Uint8Array(count);
  const confidence = new Float32Array(count);
  const confusion = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
  let loss = 0;
  let right = 0;
  for (let n = 0; n < count; n++) {
    const row = logits.subarray(10 * n, 10 * n + 10);
    let best = 0;
    for (let k = 1; k < 10; k++) if (row[k] > row[best]) best = k;
    // Subtracting the largest logit first keeps every exponential at or below 1.
    let sum = 0;
    for (let k = 0; k < 10; k++) sum += Math.exp(row[k] - row[best]);
    for (let k = 0; k < 10; k++) probabilities[10 * n + k] = Math.exp(row[k] - row[best]) / sum;
    loss += Math.log(sum) + row[best] - row[labels[n]];
    predicted[n] = best;
    confidence[n] = probabilities[10 * n + best];
    confusion[labels[n]][best]++;
    if (best === labels[n]) right++;
  }
  return {
    loss: loss / count,
    accuracy: right / count,
    count,
    batches: Math.ceil(count / batchSize),
    confusion,
    predicted,
    confidence,
    probabilities,
  };
}
