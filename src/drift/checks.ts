import { z } from 'zod';
import { percent } from '../common/numbers';
import type { Findings } from './findings';
import { cellOf, type MatrixCell } from './matrix';

/** One question with a threshold, and how it was answered. */
export const Check = z.object({
  name: z.string(),
  value: z.number(),
  /** The value may be so large and pass. */
  pass: z.number(),
  /** Above `pass` and up to here it is a warning; above, a failure. */
  warn: z.number(),
  status: z.enum(['pass', 'warn', 'fail']),
});
export type Check = z.infer<typeof Check>;

/** The thresholds of the checks: a check warns above its threshold, and fails above `tolerance` times it. */
export interface Thresholds {
  /** Accuracy that may be lost on the other set, 0 to 1 (default 0.05). */
  drop: number;
  /** Expected calibration error (default 0.1). */
  ece: number;
  /** Cliff's delta of a property once both sets are prepared alike (default 0.474, a large effect). */
  effect: number;
  /** How many times a threshold counts as failing (default 2). */
  tolerance: number;
}

export const defaultThresholds: Thresholds = { drop: 0.05, ece: 0.1, effect: 0.474, tolerance: 2 };

/** Holds what was found against thresholds: one line for each question that a user of a model would ask. */
export function checks(
  matrix: readonly MatrixCell[],
  found: Pick<Findings, 'attribution' | 'silent' | 'size' | 'cure'> &
    Partial<Pick<Findings, 'properties' | 'tests'>>,
  thresholds: Partial<Thresholds> = {},
): Check[] {
  const { drop, ece, effect, tolerance } = { ...defaultThresholds, ...thresholds };
  const judge = (name: string, value: number, pass: number): Check => {
    const warn = tolerance * pass;
    const status = value <= pass ? 'pass' : value <= warn ? 'warn' : 'fail';
    return { name, value, pass, warn, status };
  };
  const lost = (model: 'custom' | 'mnist', pipeline: 'as-shot' | 'mnist'): number => {
    const other = model === 'custom' ? 'mnist' : 'custom';
    return cellOf(matrix, model, model, pipeline).accuracy - cellOf(matrix, model, other, pipeline).accuracy;
  };
  const unsummed = Math.max(
    ...found.attribution.map(({ gap, shares }) =>
      Math.abs(gap - shares.reduce((sum, share) => sum + share.value, 0)),
    ),
  );
  const controlled = (found.tests ?? []).filter(({ aa }) => aa !== undefined);
  const loud = controlled.filter(({ aa }) => !aa?.holds).length;
  // Of twenty controls one may fall outside of what chance gives in 99 of 100 cases.
  const alarms = {
    name: 'tests that call more false alarms than their level allows',
    value: loud,
    pass: 0,
    warn: 1,
  };
  const claimed = found.silent.filter((one) => one.model !== one.data);
  const last = found.cure.points.filter((point) => point.pipeline === 'as-shot').at(-1);
  return [
    judge('accuracy the MNIST model loses on photos as shot', lost('mnist', 'as-shot'), drop),
    judge('accuracy the photo model loses on MNIST as it comes', lost('custom', 'as-shot'), drop),
    judge("accuracy the MNIST model loses on photos by MNIST's recipe", lost('mnist', 'mnist'), drop),
    judge("accuracy the photo model loses on MNIST, both by MNIST's recipe", lost('custom', 'mnist'), drop),
    ...claimed.map((one) =>
      judge(
        `calibration error of the ${one.model === 'mnist' ? 'MNIST' : 'photo'} model on ${one.data === 'mnist' ? 'MNIST' : 'photos'}, ${one.pipeline === 'as-shot' ? 'as shot' : "by MNIST's recipe"}`,
        one.ece,
        ece,
      ),
    ),
    judge(
      `accuracy the MNIST model loses when cut to ${found.size.cut.count} digits and ${found.size.epochs} epochs`,
      cellOf(matrix, 'mnist', 'mnist', 'mnist').accuracy - found.size.cut.onMnist.mean,
      drop,
    ),
    judge(
      'accuracy a split photo by photo would claim too much',
      found.size.split.random.mean - found.size.split.bySheet.mean,
      drop,
    ),
    ...(last
      ? [
          judge(
            `accuracy on MNIST forgotten after tuning on ${last.k} photos of each digit as shot`,
            found.cure.points[0].onMnist.mean - last.onMnist.mean,
            drop,
          ),
        ]
      : []),
    ...(found.properties ?? [])
      .filter((one) => one.pipeline === 'mnist' && one.q <= 0.05)
      .slice(0, 1)
      .map((one) =>
        judge(
          `largest effect in a property of the prepared photos (${one.name})`,
          Math.abs(one.effect.value),
          effect,
        ),
      ),
    ...(controlled.length > 0
      ? [{ ...alarms, status: loud === 0 ? 'pass' : loud === 1 ? 'warn' : 'fail' } as const]
      : []),
    judge('distance between a gap and the sum of its shares', unsummed, 1e-6),
  ];
}

/** The checks in one sentence. */
export function checkSummary(all: readonly Check[]): string {
  const count = (status: Check['status']): number => all.filter((check) => check.status === status).length;
  return `Of ${all.length} checks ${count('pass')} pass, ${count('warn')} warn and ${count('fail')} fail (${percent(count('pass') / all.length, 0)} pass).`;
}
