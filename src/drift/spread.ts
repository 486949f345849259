import { z } from 'zod';

/** A mean over seeds with its 95 % interval. */
export const Spread = z.object({
  mean: z.number(),
  /** The ends of the interval; both the mean itself where there was one seed. */
  low: z.number(),
  high: z.number(),
  values: z.array(z.number()).min(1),
});
export type Spread = z.infer<typeof Spread>;

/** Two-sided 95 % quantiles of Student's t for 1 to 9 degrees of freedom (any table; SciPy's `t.ppf(0.975, n)`). */
const student = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622];

/**
 * Mean and 95 % interval (Student's t) of the same figure over several seeds; the interval of an accuracy is
 * cut at 0 and 1.
 */
export function spread(values: readonly number[]): Spread {
  if (values.length === 0) throw new Error('no values to take the mean of');
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1);
  const half = n > 1 ? (student[n - 2] ?? 1.96) * Math.sqrt(variance / n) : 0;
  return { mean, low: Math.max(0, mean - half), high: Math.min(1, mean + half), values: [...values] };
}
