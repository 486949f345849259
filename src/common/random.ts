/** A whole number from 0 to 2³²-1 from which every random choice of a stage follows. */
export type Seed = number;

/** A stream of pseudo-random numbers that depends on its seed alone. */
export interface Random {
  /** A number from 0 (included) to 1 (excluded), with 32 random bits. */
  uniform(): number;
  /** A number from `low` (included) to `high` (excluded). */
  between(low: number, high: number): number;
  /** A whole number from 0 to `n - 1`. */
  integer(n: number): number;
  /** A draw from the normal distribution. */
  normal(mean?: number, deviation?: number): number;
  /** One of the items, each as likely as the others. */
  pick<T>(items: readonly T[]): T;
}

/**
 * Starts a stream of random numbers (sfc32, from Chris Doty-Humphrey's PractRand).
 *
 * The names beside the seed give each use a stream of its own: `random(seed, 'writer', 3)` and
 * `random(seed, 'writer', 4)` are independent, and neither changes when some other code draws more.
 */
export function random(seed: Seed, ...names: (string | number)[]): Random {
  let [a, b, c] = hash(`${seed >>> 0}/${names.join('/')}`);
  let counter = 1;
  const next = (): number => {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) next();

  const uniform = (): number => next() / 2 ** 32;
  let spare: number | undefined;
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    integer: (n) => Math.floor(uniform() * n),
    normal(mean = 0, deviation = 1) {
      // Marsaglia's polar method gives two draws at a time; the second is kept for the next call.
      if (spare !== undefined) {
        const z = spare;
        spare = undefined;
        return mean + deviation * z;
      }
      for (;;) {
        const u = 2 * uniform() - 1;
        const v = 2 * uniform() - 1;
        const s = u * u + v * v;
        if (s > 0 && s < 1) {
          const factor = Math.sqrt((-2 * Math.log(s)) / s);
          spare = v * factor;
          return mean + deviation * u * factor;
        }
      }
    },
    pick: (items) => items[Math.floor(uniform() * items.length)],
  };
}

/** The numbers 0 to `n - 1` in a random order (Fisher and Yates). */
export function permutation(n: number, stream: Random): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = stream.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** The items in a random order; the array given is left as it is. */
export function shuffled<T>(items: readonly T[], stream: Random): T[] {
  return Array.from(permutation(items.length, stream), (i) => items[i]);
}

/** Spreads a text over three 32-bit words (FNV-1a with a different start for each, then mixed). */
function hash(text: string): [number, number, number] {
  const word = (start: number): number => {
    let h = start;
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return h ^ (h >>> 16);
  };
  return [word(0x811c9dc5), word(0x1b873593), word(0x9e3779b9)];
}
