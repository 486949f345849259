import type { Component } from './components';
import { bytePercentiles } from './resample';

/** A line counts as ruled when it covers this share of the picture's width (or height). */
const leastCover = 0.5;

/** A line is no thicker than this share of the picture's long side; a digit's strokes mostly are. */
export const thickestLine = 0.0125;

/** What is darker than most of a line by this factor was written across it. */
const muchDarker = 1.5;

/** Ruled lines are looked for up to this many degrees off the level. */
const steepest = 8;

/**
 * Takes ruled lines out of a mask, in place, and says how many there were.
 *
 * Only components that reach from side to side are looked at. A line is a slanted row whose thin ink
 * covers at least half the way; its pixels go where the ink is no thicker than a line and no darker than this
 * one, so that strokes which cross it stay.
 */
export function dropRuledLines(
  mask: Uint8Array,
  ink: Uint8Array,
  width: number,
  height: number,
  found: Component[],
): number {
  const level = new Uint8Array(mask.length);
  const upright = new Uint8Array(mask.length);
  let any = false;
  for (const { left, right, top, bottom, pixels } of found) {
    if (right - left + 1 >= 0.95 * width) {
      for (const i of pixels) level[i] = 1;
      any = true;
    }
    if (bottom - top + 1 >= 0.95 * height) {
      for (const i of pixels) upright[i] = 1;
      any = true;
    }
  }
  if (!any) return 0;
  const a = drop(mask, ink, level, width, height, 1, width);
  const b = drop(mask, ink, upright, height, width, width, 1);
  return a + b;
}

/** Drops the lines along the first axis (`length` long, `along` apart) from the mask. */
function drop(
  mask: Uint8Array,
  ink: Uint8Array,
  region: Uint8Array,
  length: number,
  breadth: number,
  along: number,
  across: number,
): number {
  // How thick the ink is across the line, at each of its pixels.
  const thick = new Uint16Array(mask.length);
  const xs: number[] = [];
  const ys: number[] = [];
  const most = Math.max(2, Math.round(thickestLine * Math.max(length, breadth)));
  for (let x = 0; x < length; x++) {
    for (let y = 0; y < breadth; y++) {
      if (!region[x * along + y * across]) continue;
      const begin = y;
      while (y < breadth && region[x * along + y * across]) y++;
      for (let k = begin; k < y; k++) thick[x * along + k * across] = y - begin;
      if (y - begin <= most) {
        xs.push(x);
        ys.push((begin + y - 1) / 2);
      }
    }
  }
  if (xs.length < leastCover * length) return 0;

  // The slope under which the thin runs line up best has the sharpest profile.
  let best = { sharpness: 0, slope: 0, profile: new Uint32Array(0) };
  const margin = Math.ceil(length * Math.tan((steepest * Math.PI) / 180));
  for (let degrees = -steepest; degrees <= steepest; degrees += 0.5) {
    const slope = Math.tan((degrees * Math.PI) / 180);
    const profile = new Uint32Array(breadth + 2 * margin + 1);
    for (let k = 0; k < xs.length; k++) profile[Math.round(ys[k] - xs[k] * slope) + margin]++;
    let sharpness = 0;
    for (const count of profile) sharpness += count * count;
    if (sharpness > best.sharpness) best = { sharpness, slope, profile };
  }
  let dropped = 0;
  const { profile, slope } = best;
  for (let y0 = 1; y0 < profile.length - 1; y0++) {
    const cover = profile[y0 - 1] + profile[y0] + profile[y0 + 1];
    if (cover < leastCover * length || profile[y0] < profile[y0 - 1] || profile[y0] < profile[y0 + 1])
      continue;
    dropped++;
    const near = (visit: (at: number) => void): void => {
      for (let x = 0; x < length; x++) {
        const y = Math.round(y0 - margin + x * slope);
        const last = Math.min(breadth - 1, y + most);
        for (let k = Math.max(0, y - most); k <= last; k++) {
          const at = x * along + k * across;
          if (thick[at] > 0 && thick[at] <= most) visit(at);
        }
      }
    };
    const values: number[] = [];
    near((at) => values.push(ink[at]));
    const [darkest] = bytePercentiles(values, [0.75]);
    near((at) => {
      if (ink[at] < muchDarker * darkest) mask[at] = 0;
    });
  }
  return dropped;
}
