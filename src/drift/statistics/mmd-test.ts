import { random, type Seed } from '../../common/random';
import { mmdFrom } from './mmd';
import { labellings, permutationP } from './permutation';
import { stripMeans } from './strip-means';

/** What a two-sample test says. */
export interface TestResult {
  readonly statistic: number;
  readonly p: number;
}

/**
 * The MMD permutation test of two samples of independent rows: the kernel once, all permutations as matrix
 * products.
 *
 * @param first `m × width`
 * @param second `n × width`
 * @param bandwidth σ of exp(-|x-y|² / 2σ²)
 */
export function mmdTest(
  first: Float32Array,
  second: Float32Array,
  width: number,
  { bandwidth, permutations, seed }: { bandwidth: number; permutations: number; seed: Seed },
): TestResult {
  const rows = new Float32Array(first.length + second.length);
  rows.set(first);
  rows.set(second, first.length);
  const labels = labellings(rows.length / width, first.length / width, permutations, random(seed, 'mmd'));
  const [means] = stripMeans(rows, width, labels, bandwidth, ['kernel']);
  const values = mmdFrom(means);
  return { statistic: values[0], p: permutationP(values[0], values.subarray(1)) };
}
