import type { LayersModel } from '@tensorflow/tfjs-node';
import { UserError } from '../common/errors';
import type { LongWork } from '../common/progress';
import type { Digits } from '../dataset/digits';
import { area, side } from '../imaging/image';
import { features } from '../model/evaluate';
import { readDigits } from '../model/keras/scores';
import type { ModelView } from './compare';

/** What a model makes of a set, and whether its outputs are probabilities or scores of another kind. */
export interface SeenSet extends ModelView {
  readonly probabilities: Float32Array;
  readonly areProbabilities: boolean;
}

/**
 * What any model of ten outputs makes of a set: its probabilities, and what its last dense layer reads where it is
 * a chain that ends in one.
 */
export async function viewOf(model: LayersModel, digits: Digits, work: LongWork = {}): Promise<SeenSet> {
  const { probabilities, loss } = await readDigits(model, digits, work);
  const areProbabilities = loss !== null;
  try {
    return { probabilities, areProbabilities, features: await features(model, digits, work) };
  } catch (error) {
    // A stranger's model may end in something else, and is then seen by its outputs alone.
    if (!(error instanceof UserError)) throw error;
    return { probabilities, areProbabilities };
  }
}

/** The side of the blocks that stand for a picture where no model does. */
const block = 2;

/** The pictures themselves as vectors: the mean brightness of blocks of 2×2 pixels, 0 to 1, `N × 196`. */
export function pixelView(images: Uint8Array): Float32Array {
  const wide = side / block;
  const blockOf = Uint16Array.from(
    { length: area },
    (_, i) => Math.floor(Math.floor(i / side) / block) * wide + Math.floor((i % side) / block),
  );
  const rows = new Float32Array((images.length / area) * wide * wide);
  for (let from = 0, to = 0; from < images.length; from += blockOf.length, to += wide * wide) {
    for (let i = 0; i < blockOf.length; i++)
      rows[to + blockOf[i]] += images[from + i] / (255 * block * block);
  }
  return rows;
}
