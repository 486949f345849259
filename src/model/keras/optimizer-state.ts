import type * as tf from '@tensorflow/tfjs-node';
import { readIfThere } from '../../common/files';
import { unpackBundle } from '../bundle';

/** Adam between two steps, in the order of `model.trainableWeights`. */
export interface AdamState {
  steps: number;
  m: Float32Array[];
  v: Float32Array[];
}

/** Adam's state in a trainer's checkpoint; undefined where there is none or it is another trainer's. */
export async function adamStateIn(checkpoint: string, model: tf.LayersModel): Promise<AdamState | undefined> {
  const bytes = await readIfThere(checkpoint);
  if (!bytes) return undefined;
  const { arrays } = unpackBundle(bytes, checkpoint);
  const sizes = model.trainableWeights.map((weight) => (weight.shape as number[]).reduce((n, d) => n * d, 1));
  // The two trainers name them differently.
  const slot = (name: string) =>
    sizes.map((_, i) => arrays[`${name} ${i}`] ?? arrays[`${name} of weight ${i}`]);
  const [m, v] = [slot('m'), slot('v')];
  const fits = sizes.every((size, i) => m[i]?.length === size && v[i]?.length === size);
  return fits && arrays.steps?.length === 1 ? { steps: arrays.steps[0], m, v } : undefined;
}
