import { bounds, rasterise, type Stroke } from '../../handwriting/index';
import { type Homography, project } from '../../imaging/homography';
import { cell } from './light';
import type { Scene } from './scene';

/** Ink as the sensor sees it, in a part of the frame. */
export interface InkMap {
  /** Where the part begins in the frame, in pixels. */
  left: number;
  top: number;
  /** In pixels. */
  width: number;
  height: number;
  /** `width × height` numbers from 0, bare, to 1, ink. */
  cover: Float32Array;
}

/**
 * How much ink each pixel sees, after the lens; only the part of the frame around the digit, which begins and ends
 * with a cell of the light.
 */
export function inkMap(
  scene: Scene,
  toFrame: Homography,
  width: number,
  height: number,
  blur: number,
): InkMap {
  const scale = height / scene.pose.field;
  const strokes: Stroke[] = scene.strokes.map(({ points, widths }) => ({
    points: points.map((p) => project(toFrame, p.x, p.y)),
    widths: widths.map((w) => w * scale),
  }));
  const box = bounds(strokes);
  const widest = strokes.reduce((most, { widths }) => Math.max(most, ...widths), 0);
  const reach = Math.ceil(widest / 2 + 3 * blur + 2);
  const left = cell * Math.floor(Math.min(Math.max(box.left - reach, 0), width - 1) / cell);
  const top = Math.min(Math.max(Math.floor(box.top) - reach, 0), height - 1);
  const across = cell * Math.max(Math.ceil((Math.min(box.right + reach, width) - left) / cell), 1);
  const down = Math.max(Math.min(Math.ceil(box.bottom) + reach, height) - top, 1);
  const offset = { x: -left, y: -top };
  const cover = rasterise(strokes, { width: across, height: down, offset, blur });
  return { left, top, width: across, height: down, cover };
}
