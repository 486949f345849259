import { UserError } from '../../common/errors';
import type { GreyImage } from '../../imaging/image';

/** A picture of a set, or why there is none. */
export interface OpenedPicture {
  readonly position: number;
  readonly picture?: GreyImage;
  /** Why it can't be opened: damaged, empty, no picture. */
  readonly refused?: string;
}

/** Pictures that lie somewhere, of any size, opened only as they are asked for. */
export interface PictureSet {
  /** Where they lie, in a few words: `pictures in folders by class`. */
  readonly kind: string;
  readonly count: number;
  /** The class of each picture by its name there; none where the set has no labels. */
  readonly classes?: readonly string[];
  /** The sheet of each picture, where the set knows it. */
  readonly sheets?: readonly string[];
  /** What whoever reads the result should know of how the set was read. */
  readonly notes: readonly string[];
  /** What a picture is called in messages. */
  readonly nameOf: (position: number) => string;
  /** Opens the pictures at ascending positions, one after the other. */
  readonly open: (positions: readonly number[], signal?: AbortSignal) => AsyncIterable<OpenedPicture>;
}

/** One set out of several, in their order; labels and sheets stay only where all of them have some. */
export function joinedSets(sets: readonly PictureSet[]): PictureSet {
  if (sets.length === 1) return sets[0];
  const starts = [0];
  for (const { count } of sets) starts.push(starts[starts.length - 1] + count);
  const setAt = (position: number): number => starts.findIndex((start) => start > position) - 1;
  const all = <T>(lists: readonly (readonly T[] | undefined)[]): readonly T[] | undefined =>
    lists.every((list) => list !== undefined) ? lists.flatMap((list) => list ?? []) : undefined;
  return {
    kind: [...new Set(sets.map(({ kind }) => kind))].join(', '),
    count: starts[sets.length],
    classes: all(sets.map(({ classes }) => classes)),
    sheets: all(sets.map(({ sheets }) => sheets)),
    notes: [...new Set(sets.flatMap(({ notes }) => notes))],
    nameOf(position) {
      const k = setAt(position);
      return sets[k].nameOf(position - starts[k]);
    },
    async *open(positions, signal) {
      for (const [k, set] of sets.entries()) {
        const own = positions.filter((at) => at >= starts[k] && at < starts[k + 1]);
        for await (const opened of set.open(
          own.map((at) => at - starts[k]),
          signal,
        )) {
          yield { ...opened, position: opened.position + starts[k] };
        }
      }
    },
  };
}

/** A set, and the part of a larger one that it is by its name: `train`, `test`. */
export interface PartSet {
  readonly part?: string;
  readonly set: PictureSet;
}

/** The names under which data sets are split, and what they stand for here. */
const partNames: Record<string, string> = {
  train: 'train',
  training: 'train',
  test: 'test',
  testing: 'test',
  t10k: 'test',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  dev: 'validation',
  extra: 'extra',
};

/** The part that a name speaks of (`x_train`, `t10k-images-idx3-ubyte`, `Testing`); undefined where it is none. */
export function partOf(name: string): string | undefined {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const found = words.find((word) => partNames[word] !== undefined);
  return found && partNames[found];
}

/** All parts together, or the one asked for; throws a `UserError` where there is no such part. */
export function choosePart(parts: readonly PartSet[], wanted: string | undefined, where: string): PictureSet {
  if (parts.length === 0) throw new UserError(`${where} holds no pictures`);
  const chosen = wanted === undefined ? parts : parts.filter(({ part }) => part === wanted);
  if (chosen.length === 0) {
    const there = [...new Set(parts.map(({ part }) => part ?? 'one without a name'))].join(', ');
    throw new UserError(`${where} has no part ${wanted}; it has ${there}`);
  }
  const names = [...new Set(chosen.map(({ part }) => part).filter((part) => part !== undefined))];
  const set = joinedSets(chosen.map(({ set }) => set));
  if (wanted !== undefined || names.length < 2) return set;
  return { ...set, notes: [...set.notes, `its parts ${names.join(' and ')} were taken together`] };
}
