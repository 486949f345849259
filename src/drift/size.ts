import type { LongWork } from '../common/progress';
import { random, type Seed, shuffled } from '../common/random';
import type { BalancedSet } from '../dataset/balanced-set';
import type { Digits } from '../dataset/digits';
import { type PrepareOptions, prepareCustomAll } from '../dataset/prepare-custom';
import { randomSplit } from '../dataset/random-split';
import { pick, subset } from '../dataset/subset';
import { pipeline } from '../imaging/steps';
import type { Size } from './findings';
import { type Spread, spread } from './spread';
import { trial } from './trial';

/** How sizes are compared. */
export interface SizeOptions extends LongWork {
  set: BalancedSet;
  mnist: { train: Digits; test: Digits };
  /** Epochs of every training (default 4). */
  epochs?: number;
  /** Seeds for the cut of MNIST (default 5), and for each point of the curve and each split (default 3). */
  seeds?: number;
  curveSeeds?: number;
  /** Shares of the training sheets to learn from (default 1/8, 1/4, 1/2 and all). */
  shares?: readonly number[];
  seed: Seed;
  /** MNIST test digits to try each model on (default 2,000): the same for all. */
  tested?: number;
  /** Where the photos are, and where outcomes are kept. */
  folder?: PrepareOptions['folder'];
  outcomes?: string;
}

/**
 * Asks whether one set is merely the bigger one: trains on MNIST cut to the number of photos, on ever more
 * sheets of photos, and on photos split one by one instead of by sheet.
 *
 * All photos are prepared by MNIST's recipe, except for the splits, which meet as shot: there the sheet's own
 * light and paper are what a careless split gives away.
 */
export async function sizes(options: SizeOptions): Promise<Size> {
  const { set, mnist, epochs = 4, seeds = 5, curveSeeds = 3, seed, folder } = options;
  const { shares = [0.125, 0.25, 0.5, 1] } = options;
  const work: LongWork = { onProgress: options.onProgress, signal: options.signal };
  const choices = [pipeline('as-shot'), pipeline('mnist')];
  const [asShot, harmonised] = await prepareCustomAll(set, choices, { ...work, folder });
  const total = seeds + (shares.length + 2) * curveSeeds;
  let done = 0;
  const train = async (data: Digits, tests: readonly Digits[], s: Seed): Promise<number[]> => {
    const result = await trial(tests, {
      train: data,
      epochs,
      seed: s,
      folder: options.outcomes,
      signal: work.signal,
    });
    work.onProgress?.({ task: 'training at equal sizes', done: ++done, total });
    return result;
  };
  const over = async (n: number, one: (s: Seed) => Promise<number[]>): Promise<Spread[]> => {
    const rows: number[][] = [];
    for (let k = 0; k < n; k++) rows.push(await one(seed + k));
    return rows[0].map((_, c) => spread(rows.map((row) => row[c])));
  };

  const tried = subset(mnist.test, Math.min(options.tested ?? 2000, mnist.test.labels.length), seed);
  const tests = [harmonised.validation, tried];
  const count = Math.min(set.train.length, mnist.train.labels.length);
  const [cutCustom, cutMnist] = await over(seeds, (s) => train(subset(mnist.train, count, s), tests, s));

  const curve: Size['curve'] = [];
  for (const share of shares) {
    const photos: number[] = [];
    let sheets = 0;
    const [onCustom, onMnist] = await over(curveSeeds, (s) => {
      const some = someSheets(set, share, s);
      const data = pick(harmonised.train, some.positions);
      sheets = some.sheets;
      photos.push(data.labels.length);
      return train(data, tests, s);
    });
    curve.push({
      sheets,
      photos: photos.reduce((sum, n) => sum + n, 0) / photos.length,
      onCustom,
      onMnist,
    });
  }

  const [bySheet] = await over(curveSeeds, (s) => train(asShot.train, [asShot.validation], s));
  const [careless] = await over(curveSeeds, async (s) => {
    const [mixed] = await prepareCustomAll(randomSplit(set, s), [pipeline('as-shot')], { ...work, folder });
    return train(mixed.train, [mixed.validation], s);
  });
  return {
    epochs,
    cut: { count, onCustom: cutCustom, onMnist: cutMnist },
    curve,
    split: { bySheet, random: careless },
  };
}

/** The photos of a share of the training sheets, as many sheets of every digit as can be: their positions. */
function someSheets(set: BalancedSet, share: number, seed: Seed): { positions: number[]; sheets: number } {
  const kept = new Set<string>();
  for (let label = 0; label < 10; label++) {
    const own = [
      ...new Set(set.train.filter((item) => item.label === label).map((item) => item.sheet)),
    ].sort();
    const order = shuffled(own, random(seed, 'sheets', label));
    for (const sheet of order.slice(0, Math.max(1, Math.round(share * own.length)))) kept.add(sheet);
  }
  return {
    sheets: kept.size,
    positions: set.train.flatMap((item, i) => (kept.has(item.sheet) ? [i] : [])),
  };
}
