import { join } from 'node:path';
import type * as tf from '@tensorflow/tfjs-node';
import { oneLine } from '../../common/one-line';
import { workspace } from '../../common/workspace';
import type { PipelineName } from '../../imaging/steps';
import { loadModel } from '../storage';
import { cardText } from './card';
import { readKeras } from './read';

/** A model to evaluate, wherever it came from. */
export interface OpenModel {
  model: tf.LayersModel;
  /** The pipeline that its training pictures went through; undefined where a stranger's file doesn't say. */
  pipeline?: PipelineName;
  /** What a byte is multiplied by for it; undefined likewise. */
  scale?: number;
  /** What a Keras file says of itself, in a few lines. */
  about?: string;
}

/** Whether a model's name means a file by its path, for Keras if any, rather than a folder under `models/`. */
export function isKerasFile(name: string): boolean {
  return /[./\\]/.test(name);
}

/**
 * Opens a model: a Keras file by its path, or a folder's name under `models/`.
 *
 * Throws a `UserError` where it is missing, damaged or not of a kind that is read.
 */
export async function openModel(name: string): Promise<OpenModel> {
  if (isKerasFile(name)) {
    const { model, card, kerasVersion, halved } = await readKeras(name);
    const bits = halved ? '; Keras computes it with 16 bits, here it is done with 32' : '';
    const about = card
      ? cardText(card)
      : `${name}: saved by Keras ${oneLine(kerasVersion ?? 'of an unnamed version', 40)}, without a model card${bits}`;
    return { model, pipeline: card?.pipeline, scale: card?.scale, about };
  }
  const { model, metadata } = await loadModel(join(workspace().models, name));
  return { model, pipeline: metadata.pipeline, scale: metadata.scale };
}
