import type { Random } from '../../common/random';

/** Which sheet each of `N` digits stands on: numbers from 0 to `count - 1`, each used. */
export interface Groups {
  readonly of: Uint32Array;
  readonly count: number;
}

/** Numbers sheets in the order in which they are met. */
export function groupsOf(sheets: readonly (string | number)[]): Groups {
  const numbers = new Map<string | number, number>();
  const of = Uint32Array.from(sheets, (sheet) => {
    const known = numbers.get(sheet);
    if (known !== undefined) return known;
    numbers.set(sheet, numbers.size);
    return numbers.size - 1;
  });
  return { of, count: numbers.size };
}

/** Each digit by itself. */
export function singles(count: number): Groups {
  return { of: Uint32Array.from({ length: count }, (_, i) => i), count };
}

/** How often each digit counts in one bootstrap sample of whole sheets. */
export function drawnGroups({ of, count }: Groups, stream: Random): Float64Array {
  const times = new Float64Array(count);
  for (let i = 0; i < count; i++) times[stream.integer(count)]++;
  const weights = new Float64Array(of.length);
  for (let i = 0; i < of.length; i++) weights[i] = times[of[i]];
  return weights;
}

/** How many digits stand on each sheet. */
export function groupSizes({ of, count }: Groups): Float64Array {
  const sizes = new Float64Array(count);
  for (const group of of) sizes[group]++;
  return sizes;
}
