import type { LayersModel } from '@tensorflow/tfjs-node';
import type { LongWork } from '../common/progress';
import type { Digits } from '../dataset/digits';
import { evaluate, features } from '../model/evaluate';

/** What a model makes of a set: its last hidden features, `N × 128`, and its probabilities, `N × 10`. */
export async function describeWith(
  model: LayersModel,
  digits: Digits,
  work: LongWork = {},
): Promise<{ features: Float32Array; probabilities: Float32Array }> {
  const { probabilities } = await evaluate(model, digits, work);
  return { features: await features(model, digits, work), probabilities };
}
