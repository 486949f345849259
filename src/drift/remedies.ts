import type { LongWork } from '../common/progress';
import { permutation, random, type Seed } from '../common/random';
import { area, side } from '../imaging/image';
import type { ModelView } from './compare';
import { domainAuc, standardised } from './statistics/domain-classifier';
import { singles } from './statistics/groups';
import { principalComponents } from './statistics/pca';
import type { Remedy } from './two-sets-result';

/** Pictures with the digits that they show, where they are known; 10 and up is no digit. */
export interface Pictures {
  readonly images: Uint8Array;
  readonly codes?: Uint16Array;
}

/** Digits of each set that a remedy is judged by, and components that the judge sees. */
const judged = 1000;
const componentCount = 16;

/** The pictures negative: dark ink made light. */
export function inverted(images: Uint8Array): Uint8Array {
  return images.map((value) => 255 - value);
}

/** Rows turned into columns: EMNIST's files lie so. */
export function transposed(images: Uint8Array): Uint8Array {
  const result = new Uint8Array(images.length);
  for (let n = 0; n < images.length; n += area) {
    for (let i = 0; i < area; i++) result[n + (i % side) * side + Math.floor(i / side)] = images[n + i];
  }
  return result;
}

/**
 * Tries simple changes to the current set's pictures, each by itself: how well can they still be told from the
 * reference, and how many does the model read right?
 *
 * @param view what stands for a set of pictures: a model's features, or pixels
 * @param recipe the current set's pictures by MNIST's recipe, where they aren't already
 */
export async function tryRemedies(
  reference: Pictures,
  current: Pictures,
  recipe: Pictures | undefined,
  view: (images: Uint8Array) => Promise<ModelView>,
  { seed, onProgress, signal }: LongWork & { seed: Seed },
): Promise<Remedy[]> {
  const home = some(reference, seed).images;
  const homeView = await view(home);
  const few = some(current, seed);
  const changes: [Remedy['change'], Pictures][] = [
    ['none', few],
    ['inverted', { ...few, images: inverted(few.images) }],
    ['transposed', { ...few, images: transposed(few.images) }],
    ...(recipe ? [['recipe', some(recipe, seed)] as [Remedy['change'], Pictures]] : []),
  ];
  const remedies: Remedy[] = [];
  for (const [change, pictures] of changes) {
    signal?.throwIfAborted();
    const seen = await view(pictures.images);
    const count = pictures.images.length / area;
    const auc = distance(homeView, seen, [home.length / area, count], seed);
    remedies.push({ change, count, auc, accuracy: accuracy(seen, pictures) });
    onProgress?.({ task: 'trying what would help', done: remedies.length, total: changes.length });
  }
  return remedies;
}

function some({ images, codes }: Pictures, seed: Seed): Pictures {
  const count = images.length / area;
  if (count <= judged) return { images, codes };
  const drawn = permutation(count, random(seed, 'remedies')).subarray(0, judged);
  const own = new Uint8Array(judged * area);
  for (const [i, at] of drawn.entries()) own.set(images.subarray(at * area, (at + 1) * area), i * area);
  return { images: own, codes: codes && Uint16Array.from(drawn, (at) => codes[at]) };
}

/** The AUC of a classifier on both sets' vectors, by their first principal components. */
function distance(first: ModelView, second: ModelView, counts: [number, number], seed: Seed): number {
  const [one, other] = [first, second].map(
    ({ features, pixels, probabilities }) => features ?? pixels ?? probabilities ?? new Float32Array(),
  );
  const width = one.length / counts[0];
  const both = new Float32Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  const { scores, count } = principalComponents(both, width, componentCount);
  const labels = new Uint8Array(counts[0] + counts[1]).fill(1, counts[0]);
  const samples = { rows: standardised(scores, count), width: count, groups: singles(labels.length), labels };
  return domainAuc(samples, random(seed, 'remedies', 'folds'));
}

function accuracy({ probabilities }: ModelView, { codes }: Pictures): number | null {
  if (!probabilities || !codes) return null;
  let known = 0;
  let right = 0;
  for (const [n, code] of codes.entries()) {
    if (code > 9) continue;
    const row = probabilities.subarray(10 * n, 10 * n + 10);
    known++;
    if (row.indexOf(Math.max(...row)) === code) right++;
  }
  return known > 0 ? right / known : null;
}
