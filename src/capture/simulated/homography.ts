import type { Homography } from '../../imaging/homography';

/** How a flat sheet stands before a pinhole camera. */
export interface Pose {
  /** The sheet's point on the optical axis, in millimetres from the sheet's corner. */
  aim: { x: number; y: number };
  /** Turn about the optical axis, in radians. */
  roll: number;
  /** The top leans away from the camera, in radians. */
  pitch: number;
  /** The right side leans away from the camera, in radians. */
  yaw: number;
  /** How many millimetres of sheet the frame's height would show if the sheet were held straight. */
  field: number;
}

/** The vertical angle of view, a plain webcam's. */
const view = (40 * Math.PI) / 180;

/**
 * The map from the sheet (millimetres) to the frame (pixels) for a pose, K·[r₁ r₂ t] of the pinhole camera.
 *
 * Pixel centres lie at halves: the frame's middle is `width / 2, height / 2`.
 */
export function photograph(pose: Pose, width: number, height: number): Homography {
  const [cr, sr] = [Math.cos(pose.roll), Math.sin(pose.roll)];
  const [cp, sp] = [Math.cos(pose.pitch), Math.sin(pose.pitch)];
  const [cy, sy] = [Math.cos(pose.yaw), Math.sin(pose.yaw)];
  const focal = height / 2 / Math.tan(view / 2);
  const distance = pose.field / 2 / Math.tan(view / 2);
  // The columns of roll · pitch · yaw that carry the sheet's two axes.
  const [ax, ay, az] = turn(cy, 0, sy);
  const [bx, by, bz] = turn(0, 1, 0);
  function turn(x: number, y: number, z: number): [number, number, number] {
    const [y1, z1] = [y * cp + z * sp, z * cp - y * sp];
    return [x * cr - y1 * sr, x * sr + y1 * cr, z1];
  }
  const { x, y } = pose.aim;
  const tx = -ax * x - bx * y;
  const ty = -ay * x - by * y;
  const tz = distance - az * x - bz * y;
  const [cx, cyy] = [width / 2, height / 2];
  return [
    focal * ax + cx * az,
    focal * bx + cx * bz,
    focal * tx + cx * tz,
    focal * ay + cyy * az,
    focal * by + cyy * bz,
    focal * ty + cyy * tz,
    az,
    bz,
    tz,
  ];
}
