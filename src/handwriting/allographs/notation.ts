/** A point that a pen stroke goes through. */
export interface Knot {
  x: number;
  y: number;
  /** The pen turns sharply here instead of swinging through. */
  corner: boolean;
}

/** One of the shapes that people give to a digit. */
export interface Allograph {
  /** What it is called among the shapes of its digit: `crossed`. */
  readonly name: string;
  /** How common it is beside the digit's other shapes. */
  readonly weight: number;
  /** The strokes in writing order, each as the knots it goes through. */
  readonly strokes: readonly (readonly Knot[])[];
}

/**
 * Names a shape and reads its strokes: `allograph('plain', 3, '.02,.04 .62,.04! .22,1')`.
 *
 * A stroke is a list of `x,y` pairs between spaces, y down, the digit's height being 1; `!` marks a corner.
 * Throws an `Error` for a pair that can't be read.
 */
export function allograph(name: string, weight: number, ...strokes: string[]): Allograph {
  return { name, weight, strokes: strokes.map((stroke) => stroke.split(' ').map(knot)) };
}

function knot(text: string): Knot {
  const match = /^(-?[\d.]+),(-?[\d.]+)(!?)$/.exec(text);
  const [x, y] = match ? [Number(match[1]), Number(match[2])] : [Number.NaN, Number.NaN];
  if (!match || Number.isNaN(x + y)) throw new Error(`a knot is written x,y or x,y! but this is ${text}`);
  return { x, y, corner: match[3] === '!' };
}
