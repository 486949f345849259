import type { Random } from '../common/random';
import type { Knot } from './allographs/index';
import { bounds, type Point, rounded, type Stroke, spline } from './strokes';
import { type Style, warp } from './style';

/** How much an instance differs from the hand's habit, before its carelessness. */
const spread = { slant: 0.06, aspect: 0.07, turn: 0.04, knot: 0.01, warp: 0.018, start: 0.012, ends: 0.035 };

/**
 * Writes a digit once in a style.
 *
 * The strokes lie in a box of height 1 that starts at 0, 0, whatever the slant did, so that sizes compare; the
 * line's own width reaches beyond it.
 */
export function writeOnce(style: Style, label: number, stream: Random): Stroke[] {
  const habit =
    stream.uniform() < style.habits[label][0].share ? style.habits[label][0] : style.habits[label][1];
  const care = style.carelessness;
  const slant = style.slant + stream.normal(0, spread.slant * care);
  const aspect = style.aspect * Math.exp(stream.normal(0, spread.aspect * care));
  const turn = style.turn + stream.normal(0, spread.turn * care);
  const bend = warp(stream, spread.warp * care);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const place = (p: Point): Point => {
    const x = (p.x - 0.35) * aspect + (0.5 - p.y) * slant;
    const y = p.y - 0.5;
    return { x: x * cos - y * sin, y: x * sin + y * cos };
  };

  const pen = style.pen * Math.exp(stream.normal(0, 0.06));
  const strokes = habit.strokes.map((knots) => {
    const shift = { x: stream.normal(0, spread.start * care), y: stream.normal(0, spread.start * care) };
    const moved = overshoot(knots, stream, spread.ends * care).map((knot) => {
      const p = bend(knot);
      return {
        x: p.x + shift.x + stream.normal(0, spread.knot * care),
        y: p.y + shift.y + stream.normal(0, spread.knot * care),
        corner: knot.corner,
      };
    });
    const points = shiver(rounded(spline(moved), style.rounding), style.tremor, stream).map(place);
    return { points, widths: pressed(points.length, pen, style.pressure, stream) };
  });
  return boxed(strokes);
}

/** Starts and ends a stroke a little before or after its place, along its own direction. */
function overshoot(knots: readonly Knot[], stream: Random, deviation: number): Knot[] {
  const stretched = knots.map((knot) => ({ ...knot }));
  const last = knots.length - 1;
  for (const [end, next] of [
    [0, 1],
    [last, last - 1],
  ]) {
    const [dx, dy] = [knots[end].x - knots[next].x, knots[end].y - knots[next].y];
    const length = Math.hypot(dx, dy);
    if (length === 0) continue;
    const by = Math.max(stream.normal(0, deviation), -0.4 * length) / length;
    stretched[end].x += dx * by;
    stretched[end].y += dy * by;
  }
  return stretched;
}

/** Adds the shiver of a hand: a random walk that is pulled back to the line. */
function shiver(line: readonly Point[], amplitude: number, stream: Random): Point[] {
  let [x, y] = [0, 0];
  return line.map((p) => {
    x = 0.85 * x + stream.normal(0, 0.5 * amplitude);
    y = 0.85 * y + stream.normal(0, 0.5 * amplitude);
    return { x: p.x + x, y: p.y + y };
  });
}

/** The width of the line from end to end: slow waves of pressure, and a lighter touch where the pen lifts. */
function pressed(count: number, pen: number, pressure: number, stream: Random): number[] {
  const [start, end] = [stream.between(0, 1), stream.between(0, 1)];
  const [phase, waves] = [stream.between(0, 2 * Math.PI), stream.between(0.5, 1.5)];
  return Array.from({ length: count }, (_, i) => {
    const at = count > 1 ? i / (count - 1) : 0.5;
    const touch = 1 - start * Math.exp(-at / 0.08) - end * Math.exp(-(1 - at) / 0.08);
    const wave = Math.sin(phase + 2 * Math.PI * waves * at);
    return pen * Math.max(1 + pressure * (0.45 * wave + 0.6 * (Math.max(touch, 0) - 1)), 0.35);
  });
}

/** Scales strokes to a height of 1 and moves them to the origin; a lying digit is held to twice its height. */
function boxed(strokes: Stroke[]): Stroke[] {
  const { left, top, right, bottom } = bounds(strokes);
  const scale = 1 / Math.max(bottom - top, (right - left) / 2, 1e-3);
  return strokes.map(({ points, widths }) => ({
    points: points.map((p) => ({ x: (p.x - left) * scale, y: (p.y - top) * scale })),
    widths,
  }));
}
