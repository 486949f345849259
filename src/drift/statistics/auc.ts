import { cliffsDelta } from './cliffs-delta';

/**
 * The area under the ROC curve: the chance that a digit of the second sample is scored above one of the first,
 * ties counted half; 0.5 is no better than a guess.
 */
export function areaUnderCurve(first: ArrayLike<number>, second: ArrayLike<number>): number {
  return (1 + cliffsDelta(first, second)) / 2;
}
