import type { Stroke } from './strokes';

/** Where strokes land on a picture: pixels = strokes × scale + offset. */
export interface RasterOptions {
  /** In pixels. */
  width: number;
  /** In pixels. */
  height: number;
  /** Pixels for one unit of the strokes (default 1: the strokes are in pixels already). */
  scale?: number;
  /** Where the strokes' origin lands, in pixels (default 0, 0). */
  offset?: { x: number; y: number };
}

/**
 * Draws strokes with round ends and joints, and says how much of each pixel they cover.
 *
 * Gives `width × height` numbers from 0 (bare) to 1 (ink), rows from top to bottom; what lies outside is cut.
 * Each piece between two points is a capsule that tapers from one width to the other; a pixel's cover is half
 * a pixel more than its centre's depth inside the nearest one, which is exact for a straight border.
 */
export function rasterise(strokes: readonly Stroke[], options: RasterOptions): Float32Array {
  const { width, height, scale = 1, offset = { x: 0, y: 0 } } = options;
  const cover = new Float32Array(width * height);
  for (const { points, widths } of strokes) {
    for (let i = 0; i < points.length; i++) {
      const j = Math.max(i - 1, 0);
      if (i === 0 && points.length > 1) continue;
      capsule(
        cover,
        width,
        height,
        points[j].x * scale + offset.x - 0.5,
        points[j].y * scale + offset.y - 0.5,
        (widths[j] * scale) / 2,
        points[i].x * scale + offset.x - 0.5,
        points[i].y * scale + offset.y - 0.5,
        (widths[i] * scale) / 2,
      );
    }
  }
  return cover;
}

function capsule(
  cover: Float32Array,
  width: number,
  height: number,
  ax: number,
  ay: number,
  ar: number,
  bx: number,
  by: number,
  br: number,
): void {
  const reach = Math.max(ar, br) + 0.5;
  const left = Math.max(0, Math.ceil(Math.min(ax, bx) - reach));
  const right = Math.min(width - 1, Math.floor(Math.max(ax, bx) + reach));
  const top = Math.max(0, Math.ceil(Math.min(ay, by) - reach));
  const bottom = Math.min(height - 1, Math.floor(Math.max(ay, by) + reach));
  const dx = bx - ax;
  const dy = by - ay;
  const inverse = 1 / Math.max(dx * dx + dy * dy, 1e-9);
  // A line thinner than a pixel covers only a part of the pixels it runs through.
  const most = Math.min(1, 2 * Math.max(ar, br));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const px = x - ax;
      const py = y - ay;
      const along = Math.min(Math.max((px * dx + py * dy) * inverse, 0), 1);
      const ex = px - along * dx;
      const ey = py - along * dy;
      const far = reach * reach;
      const square = ex * ex + ey * ey;
      if (square >= far) continue;
      const value = Math.min(ar + along * (br - ar) + 0.5 - Math.sqrt(square), most);
      const at = y * width + x;
      if (value > cover[at]) cover[at] = value;
    }
  }
}
