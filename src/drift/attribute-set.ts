import type { LayersModel } from '@tensorflow/tfjs-node';
import type { LongWork } from '../common/progress';
import type { Seed } from '../common/random';
import { area, type GreyImage } from '../imaging/image';
import { prepareAll } from '../imaging/pipeline';
import { combinations, steps } from '../imaging/steps';
import { readDigits } from '../model/keras/scores';
import { groupSums, middle, resampledMeans } from './bootstrap';
import { shapley } from './shapley';
import type { StepShares } from './two-sets-result';

/** A picture as it came, the digit on it, and its sheet. */
export interface LabelledPicture {
  readonly picture: GreyImage;
  readonly label: number;
  readonly sheet: string;
}

/** The steps of MNIST's recipe that change pictures; how they are fed is the model's own affair here. */
const changing = steps.filter((step) => step !== 'scale');

/** Resamples for the intervals. */
const replicates = 500;

/**
 * Splits what MNIST's recipe gives back among its steps: the model reads the pictures with every combination of the
 * five steps, and each step's share is its exact Shapley value, with a 95 % interval over resampled sheets.
 *
 * @param scale what a byte is multiplied by on its way into the model
 * @param target the model's accuracy on the reference: where the way would end if the steps were all there is
 */
export async function attributeSteps(
  model: LayersModel,
  pictures: readonly LabelledPicture[],
  { scale, target, seed, onProgress, signal }: LongWork & { scale: number; target: number; seed: Seed },
): Promise<StepShares> {
  const chosen = combinations().filter((combination) => !combination.has('scale'));
  const images = chosen.map(() => new Uint8Array(pictures.length * area));
  for (const [n, { picture }] of pictures.entries()) {
    signal?.throwIfAborted();
    for (const [c, { image }] of prepareAll(picture, chosen).entries()) images[c].set(image, n * area);
    onProgress?.({ task: 'taking the steps one by one', done: n + 1, total: pictures.length });
    // Between pictures, so that Ctrl-C is heard.
    if (n % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const labels = Uint8Array.from(pictures, ({ label }) => label);
  const right: Uint8Array[] = [];
  for (const own of images) {
    right.push((await readDigits(model, { images: own, labels, scale }, { signal })).right);
  }
  const sums = groupSums(
    pictures.map(({ sheet }) => sheet),
    right,
  );
  const game = right.map((own) => own.reduce((sum, one) => sum + one, 0) / pictures.length);
  const values = shapley(game);
  const resampled = Array.from(resampledMeans(sums, replicates, seed), shapley);
  const [none, all] = [game[0], game[game.length - 1]];
  return {
    count: pictures.length,
    none,
    all,
    gap: all - none,
    residual: target - all,
    shares: changing.map((step, i) => ({
      step,
      value: values[i],
      ...middle(resampled.map((one) => one[i])),
    })),
  };
}
