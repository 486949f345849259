import type { LayersModel } from '@tensorflow/tfjs-node';
import type { LongWork } from '../common/progress';
import type { Seed } from '../common/random';
import type { BalancedSet } from '../dataset/balanced-set';
import type { Digits } from '../dataset/digits';
import { prepareCustomAll } from '../dataset/prepare-custom';
import { subset } from '../dataset/subset';
import { combinations, steps } from '../imaging/steps';
import { attribute, type Played, playAll } from './attribution';
import { damage } from './damage';
import type { Attribution, Metric } from './findings';
import { photoLooks } from './photo-look';

/** What the attribution of both ways across needs. */
export interface AttributeBothOptions extends LongWork {
  set: BalancedSet;
  /** The photo model as shot, and the MNIST model. */
  models: { asShot: LayersModel; mnist: LayersModel };
  /** MNIST's test digits. */
  mnistTest: Digits;
  /** Each model's accuracy and loss on its own kind of pictures. */
  home: Record<'asShot' | 'mnist', Record<Metric, number>>;
  /** MNIST digits to damage (default 500, at most those there are). */
  damaged?: number;
  /** Photos of the training part whose looks the damaged digits borrow (default 120). */
  looks?: number;
  /** Resamples for the intervals (default 1,000). */
  replicates?: number;
  /** Where the photos are (default `data/custom`). */
  folder?: string;
  seed: Seed;
}

/**
 * Splits what is lost both ways across among the six steps.
 *
 * The MNIST model reads the validation photos, each step taken or not; the photo model reads MNIST's digits,
 * each step undone or not, until they look as shot; and the MNIST model reads those damaged digits too, which
 * checks the first answer from the other side. Intervals are over sheets for photos, and over pictures for
 * MNIST, whose files name no writers.
 *
 * @returns accuracy and loss of each direction: six attributions
 */
export async function attributeBoth(options: AttributeBothOptions): Promise<Attribution[]> {
  const { set, models, mnistTest, home, damaged = 500, looks: most, replicates, folder, seed } = options;
  const work: LongWork = { onProgress: options.onProgress, signal: options.signal };
  const all = combinations();
  // Only the validation photos are read, so only they are prepared by all 64.
  const photos = await prepareCustomAll({ ...set, train: [] }, all, { ...work, folder });
  const sheets = set.validation.map((item) => item.sheet);
  const toCustom = await playAll('mnist-on-custom', models.mnist, (c) => photos[c].validation, sheets, work);
  const looks = await photoLooks(set.train, { most, folder, seed, ...work });
  const some = subset(mnistTest, Math.min(damaged, mnistTest.labels.length), seed);
  const pictures = Array.from(some.labels, (_, i) => String(i));
  // `scale` changes no byte, so that half of the combinations are the other half fed differently.
  const made = new Map<string, Digits>();
  const undone = (c: number): Digits => {
    const key = steps.filter((step) => step !== 'scale' && all[c].has(step)).join();
    const pictures = made.get(key) ?? damage(some, all[c], looks, seed);
    made.set(key, pictures);
    return { ...pictures, scale: all[c].has('scale') ? 1 : some.scale };
  };
  const toMnist = await playAll('custom-on-mnist', models.asShot, undone, pictures, work);
  const check = await playAll('mnist-on-damaged', models.mnist, undone, pictures, work);
  const split = (played: Played, target: (metric: Metric) => number): Attribution[] =>
    (['accuracy', 'loss'] as const).map((metric) =>
      attribute(played, metric, { target: target(metric), replicates, seed }),
    );
  const first = split(toCustom, (metric) => home.mnist[metric]);
  return [
    ...first,
    ...split(toMnist, (metric) => home.asShot[metric]),
    ...split(check, (metric) => first.find((one) => one.metric === metric)?.none ?? Number.NaN),
  ];
}
