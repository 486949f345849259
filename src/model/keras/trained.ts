import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as tf from '@tensorflow/tfjs-node';
import { UserError } from '../../common/errors';
import { sha256 } from '../../common/files';
import { workspace } from '../../common/workspace';
import type { PipelineName } from '../../imaging/steps';
import type { ModelCard } from './card';
import { kerasFile } from './file-name';
import { readKeras } from './read';

/** A trained model's file as it lies on disk. */
export interface ModelFile {
  /** Its name under `models/`. */
  file: string;
  bytes: number;
  /** The hash of the whole file, as `sha256sum` prints it. */
  sha256: string;
  /** What the file says of its model. */
  card: ModelCard;
}

/**
 * Opens the file that a training left for Keras.
 *
 * Throws a `UserError` where it is missing (saying what makes it), damaged, or another model's.
 */
export async function readTrained(
  set: 'custom' | 'mnist',
  pipeline: PipelineName,
): Promise<{ model: tf.Sequential; card: ModelCard }> {
  const path = join(workspace().models, kerasFile(set, pipeline));
  if (!existsSync(path)) {
    throw new UserError(
      `there is no model in ${path}: npm start trains the models, or run notebooks/04-training for them alone`,
    );
  }
  const { model, card } = await readKeras(path);
  if (card?.data === set && card.pipeline === pipeline) return { model, card };
  model.dispose();
  throw new UserError(`${path} holds another model than was trained here: run notebooks/04-training again`);
}

/** The files that the three trainings left, each opened to be listed. Throws what `readTrained` throws. */
export async function modelFiles(): Promise<ModelFile[]> {
  const trained = [
    ['custom', 'as-shot'],
    ['custom', 'mnist'],
    ['mnist', 'mnist'],
  ] as const;
  return Promise.all(
    trained.map(async ([set, pipeline]) => {
      const { model, card } = await readTrained(set, pipeline);
      model.dispose();
      const file = kerasFile(set, pipeline);
      const bytes = await readFile(join(workspace().models, file));
      return { file, bytes: bytes.length, sha256: sha256(bytes), card };
    }),
  );
}
