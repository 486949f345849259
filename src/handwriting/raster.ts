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
  /** How far a lens blurs the ink: the standard deviation of a Gaussian, in pixels (default 0). */
  blur?: number;
}

/**
 * Draws strokes with round ends and joints, and says how much of each pixel they cover.
 *
 * Gives `width × height` numbers from 0 (bare) to 1 (ink), rows from top to bottom; what lies outside is cut.
 * Each piece between two points is a capsule that tapers from one width to the other; a pixel's cover is half
 * a pixel more than its centre's depth inside the nearest one, which is exact for a straight border. Behind a lens
 * it is what a Gaussian leaves of a straight line of that width at that distance: exact but for ends and bends.
 */
export function rasterise(strokes: readonly Stroke[], options: RasterOptions): Float32Array {
  const { width, height, scale = 1, offset = { x: 0, y: 0 }, blur = 0 } = options;
  const cover = new Float32Array(width * height);
  const edge = blur > 0 ? blurredEdge(blur) : sharpEdge;
  for (const { points, widths } of strokes) {
    for (let i = 0; i < points.length; i++) {
      const j = Math.max(i - 1, 0);
      if (i === 0 && points.length > 1) continue;
      capsule(
        cover,
        width,
        height,
        edge,
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

/** The border of ink: how much a pixel is covered at a depth inside it. */
interface Edge {
  /** From this depth on all is ink, and from as far outside all is bare, in pixels. */
  reach: number;
  /** Cover at depths from -reach to reach, in even steps; none for a border that rises straight. */
  table?: Float32Array;
}

const sharpEdge: Edge = { reach: 0.5 };

/** Steps of a blurred border's table, from one end to the other. */
const edgeSteps = 1024;

/** The normal distribution's sum, with a pixel's own extent in it: the variance of a box of 1 is a twelfth. */
function blurredEdge(blur: number): Edge {
  const deviation = Math.sqrt(blur * blur + 1 / 12);
  const table = new Float32Array(edgeSteps + 1);
  let sum = 0;
  // Over three deviations to each side; what lies beyond, a quarter of a percent, is shared out.
  for (let i = 0; i < edgeSteps; i++) {
    const z = (6 * (i + 0.5)) / edgeSteps - 3;
    sum += Math.exp(-0.5 * z * z);
    table[i + 1] = sum;
  }
  for (let i = 0; i <= edgeSteps; i++) table[i] /= sum;
  return { reach: 3 * deviation, table };
}

function capsule(
  cover: Float32Array,
  width: number,
  height: number,
  edge: Edge,
  ax: number,
  ay: number,
  ar: number,
  bx: number,
  by: number,
  br: number,
): void {
  const { reach, table } = edge;
  const widest = Math.max(ar, br);
  const far = (widest + reach) ** 2;
  const left = Math.max(0, Math.ceil(Math.min(ax, bx) - widest - reach));
  const right = Math.min(width - 1, Math.floor(Math.max(ax, bx) + widest + reach));
  const top = Math.max(0, Math.ceil(Math.min(ay, by) - widest - reach));
  const bottom = Math.min(height - 1, Math.floor(Math.max(ay, by) + widest + reach));
  const dx = bx - ax;
  const dy = by - ay;
  const inverse = 1 / Math.max(dx * dx + dy * dy, 1e-9);
  const perPixel = edgeSteps / (2 * reach);
  // A line thinner than a pixel covers only a part of the pixels it runs through.
  const most = Math.min(1, 2 * widest);
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const at = y * width + x;
      if (cover[at] >= most) continue;
      const px = x - ax;
      const py = y - ay;
      const along = Math.min(Math.max((px * dx + py * dy) * inverse, 0), 1);
      const ex = px - along * dx;
      const ey = py - along * dy;
      const square = ex * ex + ey * ey;
      if (square >= far) continue;
      const radius = ar + along * (br - ar);
      const away = Math.sqrt(square);
      let value = Math.min(radius - away + 0.5, most);
      if (table) {
        // What lies beyond the line's other border is missing.
        const near = (reach + radius - away) * perPixel;
        const beyond = (reach - radius - away) * perPixel;
        value = table[Math.max(Math.min(near, edgeSteps), 0) | 0] - table[Math.max(beyond, 0) | 0];
      }
      if (value > cover[at]) cover[at] = value;
    }
  }
}
