import { UserError } from '../common/errors';

/** Adam as Keras runs it: epsilon stands outside the root and isn't corrected for bias. */
export interface AdamSettings {
  kind: 'adam';
  /** Default: 0.001. */
  learningRate?: number;
  /** Default: 0.9. */
  beta1?: number;
  /** Default: 0.999. */
  beta2?: number;
  /** Default: 1e-7. */
  epsilon?: number;
}

/** Gradient descent, with momentum as Keras runs it: `v ← momentum·v - rate·g`, `w ← w + v`. */
export interface SgdSettings {
  kind: 'sgd';
  /** Default: 0.01. */
  learningRate?: number;
  /** Default: 0, plain gradient descent. */
  momentum?: number;
}

export type OptimizerSettings = AdamSettings | SgdSettings;

/** The settings with every default filled in; a `UserError` where one is out of range. */
export function completeOptimizer(
  settings: OptimizerSettings = { kind: 'adam' },
): Required<AdamSettings> | Required<SgdSettings> {
  const complete =
    settings.kind === 'adam'
      ? { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, ...settings }
      : { learningRate: 0.01, momentum: 0, ...settings };
  for (const [name, value] of Object.entries(complete)) {
    if (name === 'kind') continue;
    const below = name === 'learningRate' || name === 'epsilon' ? Number.POSITIVE_INFINITY : 1;
    if (!(typeof value === 'number' && value >= 0 && value < below)) {
      throw new UserError(`the optimizer's ${name} should be 0 or more and below ${below} but is ${value}`);
    }
  }
  return complete;
}
