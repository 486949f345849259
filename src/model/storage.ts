import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-node';
import { z } from 'zod';
import { messageOf, UserError } from '../common/errors';
import { readIfThere, sha256, writeWhole } from '../common/files';
import { type ModelMetadata, metadataSchema } from './metadata';

/** A model read from disk, and what is known of it. */
export interface StoredModel {
  model: tf.LayersModel;
  metadata: ModelMetadata;
}

/** `model.json` as TensorFlow.js lays it out, as far as it is read here. */
const modelFileSchema = z.object({
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z
    .array(
      z.object({
        paths: z.array(z.string()).length(1),
        weights: z.array(
          z.object({
            name: z.string(),
            shape: z.array(z.number().int().positive()),
            dtype: z.literal('float32'),
          }),
        ),
      }),
    )
    .length(1),
  userDefinedMetadata: metadataSchema,
});

/**
 * Saves a model in TensorFlow.js' layers format, with its metadata inside `model.json`.
 *
 * Whole or not at all: the weights go to a file named by their own hash, and the rename of `model.json`, which
 * names that file, is the one moment at which the new model takes the old one's place.
 */
export async function saveModel(
  model: tf.LayersModel,
  folder: string,
  metadata: ModelMetadata,
): Promise<void> {
  const checked = metadataSchema.parse(metadata);
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      const weights = tf.io.CompositeArrayBuffer.join(artifacts.weightData);
      const bytes = new Uint8Array(weights);
      const file = `weights-${sha256(bytes).slice(0, 16)}.bin`;
      const content = {
        format: 'layers-model',
        generatedBy: 'inkdrift',
        convertedBy: null,
        modelTopology: artifacts.modelTopology,
        weightsManifest: [{ paths: [file], weights: artifacts.weightSpecs }],
        userDefinedMetadata: checked,
      };
      await writeWhole(join(folder, file), bytes);
      await writeWhole(join(folder, 'model.json'), `${JSON.stringify(content, null, 1)}\n`);
      for (const name of await readdir(folder)) {
        if (/^weights-[0-9a-f]{16}\.bin$/.test(name) && name !== file)
          await rm(join(folder, name), { force: true });
      }
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' as const } };
    }),
  );
}

/**
 * Loads a model that `saveModel` wrote.
 *
 * Throws a `UserError` when it is missing (saying what makes it) or damaged: not JSON, of another shape than its
 * weights, weights cut short or changed.
 */
export async function loadModel(folder: string): Promise<StoredModel> {
  const path = join(folder, 'model.json');
  const text = await readIfThere(path);
  if (!text) {
    throw new UserError(
      `there is no model in ${folder}: npm start trains the models, or run notebooks/04-training for them alone`,
    );
  }
  const damaged = (what: string) =>
    new UserError(`the model in ${folder} is damaged (${what}): train it again`);
  const parsed = modelFileSchema.safeParse(parseJson(text.toString('utf8')));
  if (!parsed.success) {
    const { path: at, message } = parsed.error.issues[0];
    throw damaged(`model.json, ${at.join('.') || 'the whole'}: ${message}`);
  }
  const { modelTopology, weightsManifest, userDefinedMetadata: metadata } = parsed.data;
  const { paths, weights } = weightsManifest[0];
  // Only a plain name is followed, so that a file from elsewhere can't point outside its folder.
  const file = basename(paths[0]);
  const bytes = await readIfThere(join(folder, file));
  if (!bytes) throw damaged(`${file} is missing`);
  const size = 4 * weights.reduce((sum, { shape }) => sum + shape.reduce((n, d) => n * d, 1), 0);
  if (bytes.length !== size) throw damaged(`${file} should have ${size} bytes but has ${bytes.length}`);
  const named = /^weights-([0-9a-f]{16})\.bin$/.exec(file);
  if (named && sha256(bytes).slice(0, 16) !== named[1])
    throw damaged(`${file} has changed since it was written`);
  try {
    const model = await tf.loadLayersModel(
      tf.io.fromMemory({ modelTopology, weightSpecs: weights, weightData: Uint8Array.from(bytes).buffer }),
    );
    return { model, metadata };
  } catch (error) {
    throw damaged(messageOf(error));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
