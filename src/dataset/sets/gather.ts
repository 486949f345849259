import { UserError } from '../../common/errors';
import type { LongWork } from '../../common/progress';
import { permutation, random, type Seed } from '../../common/random';
import { area, type GreyImage, side } from '../../imaging/image';
import { tones } from '../../imaging/morphometry/tones';
import { prepare } from '../../imaging/pipeline';
import { areaAverage, enlarge, planeOf, whole } from '../../imaging/resample';
import { pipeline } from '../../imaging/steps';
import { classCodes } from './class-names';
import type { PictureSet } from './picture-set';

/** What is done to pictures that aren't 28×28 already: `resize` alone, or MNIST's recipe. */
export type Preparation = 'resize' | 'mnist';

/** What was done to the pictures of a set, counted. */
export interface Treatment {
  /** Were 28×28 and taken as they are. */
  asTheyAre: number;
  /** Were resized to 28×28 and nothing else. */
  resized: number;
  /** Were put through MNIST's recipe. */
  byRecipe: number;
}

/** Pictures that were left out, or whose digit the recipe didn't find, with the reason. */
export interface Reason {
  reason: string;
  count: number;
  /** One of them. */
  example: string;
}

/** A set of pictures at 28×28, in memory. */
export interface GatheredSet {
  readonly kind: string;
  /** Pictures that the set holds. */
  readonly found: number;
  /** `N×28×28` bytes. */
  readonly images: Uint8Array;
  readonly count: number;
  /** The digit of each picture; 10 and up for other classes by the names below. None without labels. */
  readonly codes?: Uint16Array;
  readonly classNames: readonly string[];
  readonly sheets?: readonly string[];
  /** The commonest size of the pictures as they came: `16×16`. */
  readonly size: string;
  readonly treatment: Treatment;
  /** Pictures that couldn't be opened; they aren't among those above. */
  readonly damaged: Reason[];
  /** Pictures in which the recipe found no digit, or not one alone; they are in, prepared as well as can be. */
  readonly doubtful: Reason[];
  readonly notes: readonly string[];
}

/** How a set is gathered. */
export interface GatherOptions extends LongWork {
  prepare: Preparation;
  /** Pictures to take at most, drawn by the seed. */
  most: number;
  seed: Seed;
  /** What the set is called in messages. */
  name: string;
}

/**
 * Opens the pictures of a set, or some of them drawn at random, and brings them to 28×28.
 *
 * Pictures of 28×28 are taken as they are; under `mnist` only those with light ink on dark ground, and all others
 * go through MNIST's recipe. A damaged picture is left out and counted. Throws a `UserError` where none is left.
 */
export async function gather(set: PictureSet, options: GatherOptions): Promise<GatheredSet> {
  const { most, seed, name, signal, onProgress } = options;
  const positions = chosen(set.count, most, seed);
  const images = new Uint8Array(positions.length * area);
  const kept: number[] = [];
  const sizes = new Map<string, number>();
  const treatment: Treatment = { asTheyAre: 0, resized: 0, byRecipe: 0 };
  const damaged: Reason[] = [];
  const doubtful: Reason[] = [];
  let done = 0;
  for await (const { position, picture, refused } of set.open(positions, signal)) {
    if (picture) {
      const { image, how, doubt } = at28(picture, options.prepare);
      images.set(image, kept.length * area);
      kept.push(position);
      treatment[how]++;
      const size = `${picture.width}×${picture.height}`;
      sizes.set(size, (sizes.get(size) ?? 0) + 1);
      if (doubt) count(doubtful, doubt, set.nameOf(position));
    } else {
      const called = set.nameOf(position);
      // The reason without the picture's own name, so that like ones are counted together.
      count(damaged, (refused ?? 'not there').replace(`${called.split('/').pop()} `, ''), called);
    }
    done++;
    if (done % 50 === 0 || done === positions.length) {
      signal?.throwIfAborted();
      onProgress?.({ task: `opening ${name}`, done, total: positions.length });
    }
  }
  if (kept.length === 0) {
    const [first] = damaged;
    throw new UserError(
      first
        ? `${name}: none of ${positions.length} pictures can be opened; ${first.example} ${first.reason}`
        : `${name} holds no pictures`,
    );
  }
  const coded = set.classes && classCodes(kept.map((position) => set.classes?.[position] ?? ''));
  const notes = [...set.notes];
  if (positions.length < set.count) notes.push(`${positions.length} of its pictures were drawn at random`);
  if (coded?.tenIsZero) notes.push('its class 10 was taken for the digit 0');
  const [[size]] = [...sizes].sort((a, b) => b[1] - a[1]);
  return {
    kind: set.kind,
    found: set.count,
    images: images.subarray(0, kept.length * area),
    count: kept.length,
    codes: coded?.codes,
    classNames: coded?.names ?? [],
    sheets: set.sheets && kept.map((position) => set.sheets?.[position] ?? ''),
    size: sizes.size > 1 ? `${size} and ${sizes.size - 1} other sizes` : size,
    treatment,
    damaged,
    doubtful,
    notes,
  };
}

function chosen(count: number, most: number, seed: Seed): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return Array.from(permutation(count, random(seed, 'gather', count)).subarray(0, most)).sort(
    (a, b) => a - b,
  );
}

function count(reasons: Reason[], reason: string, example: string): void {
  const known = reasons.find((one) => one.reason === reason);
  if (known) known.count++;
  else reasons.push({ reason, count: 1, example });
}

interface At28 {
  image: Uint8Array;
  how: keyof Treatment;
  doubt?: string;
}

function at28(picture: GreyImage, preparation: Preparation): At28 {
  const fits = picture.width === side && picture.height === side;
  if (fits && (preparation === 'resize' || tones(picture.pixels).ground < 0.5))
    return { image: picture.pixels, how: 'asTheyAre' };
  if (preparation === 'resize') return { image: resized(picture), how: 'resized' };
  const { image, refused } = prepare(roomy(picture), pipeline('mnist'));
  return { image, how: 'byRecipe', doubt: refused };
}

/** A picture at 28×28 and nothing else: averaged where it shrinks, with straight lines between pixels where it grows. */
function resized(picture: GreyImage): Uint8Array {
  const source = planeOf(picture);
  const grows = picture.width < side || picture.height < side;
  const values = (grows ? enlarge : areaAverage)(source, whole(picture), side, side);
  return Uint8Array.from(values, Math.round);
}

/** The least long side that digits are looked for in. */
const leastSide = 96;

/**
 * A small picture enlarged with a margin of its ground around it: in data sets digits are often cut at their own
 * edges, where on a photo a digit at the edge is one that was cut.
 */
function roomy(picture: GreyImage): GreyImage {
  const long = Math.max(picture.width, picture.height);
  if (long >= leastSide) return picture;
  const factor = Math.ceil(leastSide / long);
  const [width, height] = [picture.width * factor, picture.height * factor];
  const large = enlarge(planeOf(picture), whole(picture), width, height);
  const ground = rimMedian(picture);
  const margin = Math.round((long * factor) / 4);
  const wide = width + 2 * margin;
  const pixels = new Uint8Array(wide * (height + 2 * margin)).fill(ground);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      pixels[(y + margin) * wide + x + margin] = Math.round(large[y * width + x]);
  }
  return { width: wide, height: height + 2 * margin, pixels };
}

function rimMedian({ width, height, pixels }: GreyImage): number {
  const rim: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (y === 0 || x === 0 || y === height - 1 || x === width - 1) rim.push(pixels[y * width + x]);
    }
  }
  return rim.sort((a, b) => a - b)[rim.length >> 1];
}
