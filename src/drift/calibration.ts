import { z } from 'zod';

/** One bar of a reliability diagram: the pictures whose confidence lies in (`from`, `to`]. */
export const ReliabilityBin = z.object({
  from: z.number(),
  to: z.number(),
  count: z.int().nonnegative(),
  /** Their mean confidence; 0 where there are none. */
  confidence: z.number(),
  /** The share of them read right; 0 where there are none. */
  accuracy: z.number(),
});
export type ReliabilityBin = z.infer<typeof ReliabilityBin>;

/**
 * Sorts pictures by confidence into equal bins, open below and closed above; confidence 0 falls in the first.
 *
 * As in C. Guo et al., "On Calibration of Modern Neural Networks" (2017), section 2.
 *
 * @param confidence `N` probabilities of the answers given
 * @param right `N` marks: 1 where the answer is right, else 0
 */
export function reliability(
  confidence: ArrayLike<number>,
  right: ArrayLike<number>,
  bins = 10,
): ReliabilityBin[] {
  const counts = new Array<number>(bins).fill(0);
  const sure = new Array<number>(bins).fill(0);
  const hits = new Array<number>(bins).fill(0);
  for (let i = 0; i < confidence.length; i++) {
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence[i] * bins) - 1));
    counts[bin]++;
    sure[bin] += confidence[i];
    hits[bin] += right[i];
  }
  return counts.map((count, b) => ({
    from: b / bins,
    to: (b + 1) / bins,
    count,
    confidence: count > 0 ? sure[b] / count : 0,
    accuracy: count > 0 ? hits[b] / count : 0,
  }));
}

/** The expected calibration error: the bins' distances between confidence and accuracy, weighed by their size. */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, bin) => sum + bin.count, 0);
  if (total === 0) throw new Error('no pictures to take a calibration error of');
  return bins.reduce((sum, bin) => sum + (bin.count / total) * Math.abs(bin.accuracy - bin.confidence), 0);
}
