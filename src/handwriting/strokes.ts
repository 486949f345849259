import type { Knot } from './allographs/index';

/** A place on the paper: x to the right, y down, in digit heights. */
export interface Point {
  x: number;
  y: number;
}

/** What the pen leaves between touching the paper and leaving it. */
export interface Stroke {
  /** Where the pen went, some hundredth of the digit's height apart. */
  points: Point[];
  /** The width of the line at each point, in digit heights. */
  widths: number[];
}

/** The distance between the points of a sampled stroke, in digit heights. */
export const spacing = 0.015;

/**
 * Draws a smooth line through knots, with a sharp turn at each corner.
 *
 * Between corners it is a centripetal Catmull-Rom spline (Yuksel, Schaefer and Keyser, 2011), which neither
 * loops nor overshoots between close knots. The result holds points at most `spacing` apart.
 */
export function spline(knots: readonly Knot[]): Point[] {
  const line: Point[] = [{ x: knots[0].x, y: knots[0].y }];
  let start = 0;
  for (let end = 1; end < knots.length; end++) {
    if (!knots[end].corner && end < knots.length - 1) continue;
    run(knots.slice(start, end + 1), line);
    start = end;
  }
  return line;
}

function run(knots: readonly Point[], line: Point[]): void {
  const mirrored = (a: Point, b: Point): Point => ({ x: 2 * a.x - b.x, y: 2 * a.y - b.y });
  const last = knots.length - 1;
  const all = [mirrored(knots[0], knots[1]), ...knots, mirrored(knots[last], knots[last - 1])];
  for (let i = 1; i <= last; i++) {
    const [p0, p1, p2, p3] = all.slice(i - 1, i + 3);
    const [a, b, c] = [gap(p0, p1), gap(p1, p2), gap(p2, p3)];
    const steps = Math.max(1, Math.ceil((b * b) / spacing));
    for (let k = 1; k <= steps; k++) {
      const u = (k / steps) * b;
      line.push({
        x: barryGoldman(p0.x, p1.x, p2.x, p3.x, a, b, c, u),
        y: barryGoldman(p0.y, p1.y, p2.y, p3.y, a, b, c, u),
      });
    }
  }
}

/** The knot interval of the centripetal form: the square root of the distance. */
function gap(p: Point, q: Point): number {
  return Math.max(Math.sqrt(Math.hypot(p.x - q.x, p.y - q.y)), 1e-4);
}

/** One coordinate of the segment between p1 and p2 at `u` past p1, by Barry and Goldman's pyramid. */
function barryGoldman(
  p0: number,
  p1: number,
  p2: number,
  p3: number,
  a: number,
  b: number,
  c: number,
  u: number,
): number {
  const a1 = (p0 * -u + p1 * (a + u)) / a;
  const a2 = (p1 * (b - u) + p2 * u) / b;
  const a3 = (p2 * (b + c - u) + p3 * (u - b)) / c;
  const b1 = (a1 * (b - u) + a2 * (a + u)) / (a + b);
  const b2 = (a2 * (b + c - u) + a3 * u) / (b + c);
  return (b1 * (b - u) + b2 * u) / b;
}

/**
 * Rounds a line's corners as a fast hand does: a Gaussian average along the line, its ends held in place.
 *
 * `radius` is the standard deviation along the line, in digit heights; 0 leaves the line as it is.
 */
export function rounded(line: readonly Point[], radius: number): Point[] {
  const reach = Math.ceil((2.5 * radius) / spacing);
  if (reach < 1) return [...line];
  const weights = Array.from({ length: 2 * reach + 1 }, (_, k) =>
    Math.exp(-0.5 * (((k - reach) * spacing) / radius) ** 2),
  );
  const n = line.length;
  // Points beyond an end are its neighbours mirrored through it, which leaves the end where it was.
  const at = (i: number): Point => {
    if (i >= 0 && i < n) return line[i];
    const end = i < 0 ? 0 : n - 1;
    const inside = line[Math.min(Math.max(2 * end - i, 0), n - 1)];
    return { x: 2 * line[end].x - inside.x, y: 2 * line[end].y - inside.y };
  };
  return line.map((_, i) => {
    let [x, y, sum] = [0, 0, 0];
    for (let k = -reach; k <= reach; k++) {
      const p = at(i + k);
      const w = weights[k + reach];
      x += w * p.x;
      y += w * p.y;
      sum += w;
    }
    return { x: x / sum, y: y / sum };
  });
}

/** The box around all the points of some strokes, line width not counted. */
export function bounds(strokes: readonly Stroke[]): {
  left: number;
  top: number;
  right: number;
  bottom: number;
} {
  const box = {
    left: Number.POSITIVE_INFINITY,
    top: Number.POSITIVE_INFINITY,
    right: Number.NEGATIVE_INFINITY,
    bottom: Number.NEGATIVE_INFINITY,
  };
  for (const { points } of strokes) {
    for (const { x, y } of points) {
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
    }
  }
  return box;
}
