import type { LayersModel } from '@tensorflow/tfjs-node';
import type { LongWork } from '../common/progress';
import type { Seed } from '../common/random';
import { type Digits, joinDigits } from '../dataset/digits';
import type { Custom } from '../dataset/prepare-custom';
import type { PipelineName } from '../imaging/steps';
import { type Compared, compare, type SeenSet } from './compare';
import { describeWith } from './describe';

/** How the photos differ from MNIST when prepared one way. */
export interface Difference extends Compared {
  readonly pipeline: PipelineName;
  /** MNIST's test digits and all photos, with what the MNIST model makes of them. */
  readonly reference: SeenSet;
  readonly current: SeenSet;
}

export interface DifferencesOptions extends LongWork {
  /** In whose eyes: the MNIST model, which has learnt from neither set. */
  model: LayersModel;
  mnistTest: Digits;
  /** The photos by each pipeline. */
  custom: readonly { pipeline: PipelineName; photos: Custom }[];
  seed: Seed;
  /** A/A splits of each condition (default 200). */
  splits?: number;
  /** Runs of each known shift at each size (default 20); in the last condition alone, for it is MNIST that is shifted. */
  runs?: number;
}

/**
 * Compares all photos with MNIST's test digits, once for each way to prepare the photos.
 *
 * The MNIST model saw no photo, so all 3,550 of them can be looked at, learnt from elsewhere or not.
 */
export async function differences(options: DifferencesOptions): Promise<Difference[]> {
  const { model, mnistTest, custom, seed, splits, runs, onProgress, signal } = options;
  const describe = (digits: Digits): Promise<{ features: Float32Array; probabilities: Float32Array }> =>
    describeWith(model, digits, { signal });
  let reference: Difference['reference'] = { digits: mnistTest, ...(await describe(mnistTest)) };
  const found: Difference[] = [];
  for (const [i, { pipeline, photos }] of custom.entries()) {
    const digits = joinDigits(photos.train, photos.validation);
    const sheets = [...photos.trainItems, ...photos.validationItems].map((item) => item.sheet);
    const current = { digits, sheets, ...(await describe(digits)) };
    const last = i === custom.length - 1;
    const compared = await compare(reference, current, {
      seed,
      splits,
      // The mistake of taking photos for independent needs to be shown only once.
      byDigit: last,
      runs: last ? runs : 0,
      describe,
      onProgress,
      signal,
    });
    reference = { ...reference, properties: compared.measured.reference.values };
    found.push({ pipeline, reference, current, ...compared });
  }
  return found;
}
