import { UMAP } from 'umap-js';
import type { LongWork } from '../common/progress';
import { random, type Seed } from '../common/random';
import { yieldToEvents } from '../model/yield';
import { principalComponents } from './statistics/pca';

/** Digits as points of a plane. */
export interface DriftMap {
  /** `N` coordinates. */
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** The two directions of largest variance, and the share of it that each holds. */
export function pcaMap(rows: Float32Array, width: number): DriftMap & { explained: number[] } {
  const { scores, count, explained } = principalComponents(rows, width, 2);
  const column = (k: number): Float32Array =>
    Float32Array.from({ length: scores.length / count }, (_, i) => scores[i * count + k]);
  return { x: column(0), y: column(1), explained };
}

/**
 * A map that keeps neighbours together (UMAP, L. McInnes et al., 2018), made from the first 20 principal
 * components. Distances between clusters mean little.
 *
 * @param rows `N × width`; a thousand digits take a few seconds
 */
export async function umapMap(
  rows: Float32Array,
  width: number,
  { seed, onProgress, signal }: LongWork & { seed: Seed },
): Promise<DriftMap> {
  const { scores, count } = principalComponents(rows, width, 20);
  const points = Array.from({ length: scores.length / count }, (_, i) =>
    Array.from(scores.subarray(i * count, (i + 1) * count)),
  );
  const umap = new UMAP({
    nNeighbors: Math.min(15, points.length - 1),
    minDist: 0.1,
    random: random(seed, 'umap').uniform,
  });
  const total = umap.initializeFit(points);
  for (let epoch = 0; epoch < total; epoch++) {
    if (epoch % 10 === 0) {
      signal?.throwIfAborted();
      onProgress?.({ task: 'drawing the map', done: epoch, total });
      await yieldToEvents();
    }
    umap.step();
  }
  const places = umap.getEmbedding();
  return { x: Float32Array.from(places, ([x]) => x), y: Float32Array.from(places, ([, y]) => y) };
}
