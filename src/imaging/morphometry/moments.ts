import { area, side } from '../image';

/** Where the ink lies and how it spreads. */
export interface Moments {
  /** Centre of mass in pixels from the picture's centre, to the right. */
  readonly x: number;
  /** The same, downwards. */
  readonly y: number;
  /** Variance across, variance down and covariance, in square pixels. */
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

/** First and second moments of the ink; `undefined` where there is none. */
export function moments(ink: Float32Array): Moments | undefined {
  let mass = 0;
  let sx = 0;
  let sy = 0;
  for (let i = 0; i < area; i++) {
    mass += ink[i];
    sx += ink[i] * (i % side);
    sy += ink[i] * Math.floor(i / side);
  }
  if (mass === 0) return undefined;
  const cx = sx / mass;
  const cy = sy / mass;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < area; i++) {
    const dx = (i % side) - cx;
    const dy = Math.floor(i / side) - cy;
    xx += ink[i] * dx * dx;
    yy += ink[i] * dy * dy;
    xy += ink[i] * dx * dy;
  }
  const middle = (side - 1) / 2;
  return { x: cx - middle, y: cy - middle, xx: xx / mass, yy: yy / mass, xy: xy / mass };
}

/**
 * How far the writing leans, in degrees: 0 upright, positive with the top to the right.
 *
 * The angle of the shear that takes the covariance of the ink's columns and rows away (as in D. C. Castro et al.,
 * "Morpho-MNIST", JMLR 20, 2019).
 */
export function slant({ xy, yy }: Moments): number {
  return yy > 0 ? (Math.atan2(-xy, yy) * 180) / Math.PI : 0;
}

/** Distance of the ink's centre of mass from the picture's centre, in pixels. */
export function centroidOffset({ x, y }: Moments): number {
  return Math.hypot(x, y);
}
