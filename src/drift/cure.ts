import type { LayersModel } from '@tensorflow/tfjs-node';
import type { LongWork } from '../common/progress';
import { random, type Seed, shuffled } from '../common/random';
import type { Digits } from '../dataset/digits';
import { classCounts, pick, subset } from '../dataset/subset';
import { evaluate } from '../model/evaluate';
import { readWeights } from '../model/weights';
import type { Cure } from './findings';
import { spread } from './spread';
import { trial } from './trial';

/** How the cure is tried. */
export interface CureOptions extends LongWork {
  /** The MNIST model; it stays as it is. */
  model: LayersModel;
  /** The photos by each pipeline. */
  custom: { pipeline: 'as-shot' | 'mnist'; train: Digits; validation: Digits }[];
  mnistTest: Digits;
  /** Photos of each digit (default 1, 5, 10, 50, 100); those that every digit has. */
  ks?: readonly number[];
  /** Times over those photos (default 10). */
  epochs?: number;
  /** Seeds for each point (default 3). */
  seeds?: number;
  seed: Seed;
  /** MNIST test digits to try each model on (default 2,000): the same for all. */
  tested?: number;
  /** Where outcomes are kept. */
  outcomes?: string;
}

/** Fine-tunes the MNIST model, all of its weights, on k photos of each digit, over several seeds. */
export async function cure(options: CureOptions): Promise<Cure> {
  const {
    model,
    custom,
    mnistTest,
    ks = [1, 5, 10, 50, 100],
    epochs = 10,
    seeds = 3,
    seed,
    signal,
  } = options;
  const tried = subset(mnistTest, Math.min(options.tested ?? 2000, mnistTest.labels.length), seed);
  const fewest = Math.min(...custom.flatMap(({ train }) => classCounts(train.labels)));
  const there = ks.filter((k) => k <= fewest);
  const start = readWeights(model);
  const points: Cure['points'] = [];
  const total = custom.length * there.length * seeds;
  let done = 0;
  const forgotten = (await evaluate(model, tried, { signal })).accuracy;
  for (const { pipeline, train, validation } of custom) {
    const before = (await evaluate(model, validation, { signal })).accuracy;
    points.push({ pipeline, k: 0, onCustom: spread([before]), onMnist: spread([forgotten]) });
    for (const k of there) {
      const rows: number[][] = [];
      for (let s = 0; s < seeds; s++) {
        const few = pick(train, fewOfEach(train.labels, k, seed + s));
        rows.push(
          await trial([validation, tried], {
            train: few,
            epochs,
            seed: seed + s,
            start,
            folder: options.outcomes,
            signal,
          }),
        );
        options.onProgress?.({ task: 'fine-tuning on a few photos', done: ++done, total });
      }
      points.push({
        pipeline,
        k,
        onCustom: spread(rows.map(([onCustom]) => onCustom)),
        onMnist: spread(rows.map(([, onMnist]) => onMnist)),
      });
    }
  }
  return { epochs, points };
}

/** Positions of `k` pictures of each label, drawn by the seed; all of a label where it has fewer. */
export function fewOfEach(labels: ArrayLike<number>, k: number, seed: Seed): number[] {
  const all = Array.from(labels, (_, i) => i);
  return Array.from({ length: 10 }, (_, label) =>
    shuffled(
      all.filter((i) => labels[i] === label),
      random(seed, 'few', label),
    ).slice(0, k),
  ).flat();
}
