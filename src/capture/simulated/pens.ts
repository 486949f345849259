import type { Random } from '../../common/random';

/** What a pen leaves on paper. */
export interface Pen {
  /** The kind of pen and its colour: `felt, black`. */
  name: string;
  /** Line width against the writer's own. */
  width: number;
  /** How much light the ink gives back, red, green and blue, 0 to 1. */
  ink: readonly [number, number, number];
  /** How far the paper's grain shows through, 0 (felt) to 1. */
  streaks: number;
}

const kinds = [
  { name: 'felt', width: 1, streaks: 0.08 },
  { name: 'felt', width: 1.05, streaks: 0.1 },
  { name: 'marker', width: 1.25, streaks: 0.05 },
  { name: 'fineliner', width: 0.8, streaks: 0.06 },
  { name: 'ballpoint', width: 0.68, streaks: 0.3 },
] as const;

const colours = [
  { name: 'black', ink: [0.035, 0.034, 0.036] },
  { name: 'black', ink: [0.05, 0.048, 0.05] },
  { name: 'blue', ink: [0.035, 0.06, 0.26] },
  { name: 'dark blue', ink: [0.03, 0.04, 0.13] },
  { name: 'dark grey', ink: [0.1, 0.1, 0.105] },
] as const;

/** Takes a pen from the cup. */
export function takePen(stream: Random): Pen {
  const kind = stream.pick(kinds);
  const colour = stream.pick(colours);
  return {
    name: `${kind.name}, ${colour.name}`,
    width: kind.width * stream.between(0.9, 1.1),
    ink: colour.ink,
    streaks: kind.streaks * stream.between(0.6, 1.4),
  };
}
