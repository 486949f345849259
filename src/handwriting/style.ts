import { type Random, random, type Seed } from '../common/random';
import { type Allograph, allographs, type Knot } from './allographs/index';

/** What stays the same in a hand from one digit to the next. */
export interface Style {
  /** How far the top leans to the right, as a shear (0.2 is 11°). */
  slant: number;
  /** Width against height, 1 being the allograph's own. */
  aspect: number;
  /** The turn of the whole digit, in radians, clockwise. */
  turn: number;
  /** How far a fast pen rounds corners: a standard deviation along the line, in digit heights. */
  rounding: number;
  /** How much one instance differs from the next: 1 is usual. */
  carelessness: number;
  /** The shiver of the line, in digit heights. */
  tremor: number;
  /** The mean width of the line, in digit heights. */
  pen: number;
  /** How strongly the line's width follows the pressure, 0 to 1. */
  pressure: number;
  /** For each digit, the shapes this hand uses, the habitual one first. */
  habits: readonly (readonly Habit[])[];
}

/** One hand's own version of an allograph. */
export interface Habit {
  allograph: Allograph;
  strokes: readonly (readonly Knot[])[];
  /** How often this hand uses it, 0 to 1. */
  share: number;
}

/** How widely hands differ; the spread of one instance stands in `write.ts`. */
const spread = {
  slant: [0.18, 0.22],
  aspect: 0.17,
  turn: 0.05,
  pen: 0.3,
  knot: 0.018,
  warp: 0.04,
} as const;

/** Chooses the style of a hand: the same for the same seed and number. */
export function styleOf(seed: Seed, number: number): Style {
  const stream = random(seed, 'hand', number);
  return {
    slant: stream.normal(spread.slant[0], spread.slant[1]),
    aspect: Math.exp(stream.normal(0, spread.aspect)),
    turn: stream.normal(0, spread.turn),
    rounding: 0.012 * Math.exp(stream.normal(0, 0.7)),
    carelessness: 0.88 * Math.exp(stream.normal(0, 0.3)),
    tremor: 0.003 * Math.exp(stream.normal(0, 0.5)),
    pen: Math.min(Math.max(0.1 * Math.exp(stream.normal(0, spread.pen)), 0.045), 0.19),
    pressure: stream.between(0.1, 0.5),
    habits: allographs.map((shapes) => habits(shapes, stream)),
  };
}

/** Takes one shape of a digit as the habit and, in most hands, a second one that is seen now and then. */
function habits(shapes: readonly Allograph[], stream: Random): Habit[] {
  const first = weighted(shapes, stream);
  const second = weighted(shapes, stream);
  const share = stream.between(0.86, 1);
  return [
    { allograph: first, strokes: personal(first, stream), share },
    { allograph: second, strokes: personal(second, stream), share: 1 - share },
  ];
}

function weighted(shapes: readonly Allograph[], stream: Random): Allograph {
  let left = stream.uniform() * shapes.reduce((sum, shape) => sum + shape.weight, 0);
  for (const shape of shapes) {
    left -= shape.weight;
    if (left < 0) return shape;
  }
  return shapes[shapes.length - 1];
}

/** Bends a shape to a hand: a smooth warp of the whole and a small shift of each knot. */
function personal(shape: Allograph, stream: Random): Knot[][] {
  const bend = warp(stream, spread.warp);
  return shape.strokes.map((stroke) =>
    stroke.map((knot) => {
      const { x, y } = bend(knot);
      return {
        x: x + stream.normal(0, spread.knot),
        y: y + stream.normal(0, spread.knot),
        corner: knot.corner,
      };
    }),
  );
}

/**
 * A smooth random displacement of the plane, which makes loops larger or smaller and backs straighter or rounder.
 *
 * Sums half-waves across and down the digit, each with an amplitude of the given deviation, in digit heights.
 */
export function warp(
  stream: Random,
  deviation: number,
): (p: { x: number; y: number }) => { x: number; y: number } {
  const draw = (): number[] => Array.from({ length: 5 }, () => stream.normal(0, deviation));
  const [a, b] = [draw(), draw()];
  return ({ x, y }) => {
    const [u, v] = [Math.PI * (x + 0.15), Math.PI * y];
    const waves = [
      Math.sin(v),
      Math.sin(2 * v),
      Math.cos(u),
      Math.cos(v) * Math.cos(u),
      Math.sin(2 * v) * Math.cos(u),
    ];
    return {
      x: x + waves.reduce((sum, wave, k) => sum + wave * a[k], 0),
      y: y + waves.reduce((sum, wave, k) => sum + wave * b[k], 0),
    };
  };
}
