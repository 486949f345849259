import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-node';
import { messageOf, UserError } from '../../common/errors';
import { readIfThere } from '../../common/files';
import { oneLine } from '../../common/one-line';
import { hashWeights } from '../fingerprint';
import { readWeights } from '../weights';
import { cardSchema, type ModelCard } from './card';
import { type ChainLayer, readConfig } from './config';
import { type Hdf5Array, type Hdf5Tree, readHdf5 } from './hdf5';
import { fieldsOf } from './layers/fields';
import { kindOf } from './layers/index';
import type { LayerKind, WeightSpec } from './layers/kind';
import { isPassing } from './layers/passing';
import { refusal } from './layers/refusal';
import { cardAttribute, weightsGroup } from './names';

/** A model that was read from a Keras file. */
export interface KerasModel {
  model: tf.Sequential;
  /** What this project knows of it; undefined for a stranger's file. */
  card?: ModelCard;
  /** The version of Keras that the file names. */
  kerasVersion?: string;
  /** Whether Keras computes with 16 bits what is computed with 32 here: probabilities may differ by some 1e-4. */
  halved: boolean;
}

const mostBytes = 2 ** 30;

/**
 * Reads a whole model that Keras (2.2 to 3.x) or `writeKeras` saved as .h5.
 *
 * Throws a `UserError` that begins with the path where it is missing, no HDF5, damaged, holds weights alone, or
 * is of layers or shapes that aren't read here, naming the layer.
 */
export async function readKeras(path: string): Promise<KerasModel> {
  const info = await stat(path).catch(() => undefined);
  if (!info) throw new UserError(`there is no file ${path}: name a model that Keras saved as .h5`);
  if (existsSync(join(path, 'saved_model.pb'))) {
    throw new UserError(
      `${path} is a SavedModel folder: load it in Keras 2 (tf_keras) and save it with model.save('name.h5')`,
    );
  }
  if (!info.isFile()) throw new UserError(`${path} is no file: name a model that Keras saved as .h5`);
  if (info.size > mostBytes)
    throw new UserError(`${path} has ${info.size} bytes: at most ${mostBytes} are read`);
  const bytes = await readIfThere(path);
  if (!bytes) throw new UserError(`there is no file ${path}`);
  try {
    return modelOf(await readHdf5(bytes, weightsGroup, path), path);
  } catch (error) {
    // Names of layers and values come from the file and may hold anything.
    throw error instanceof UserError ? new UserError(oneLine(error.message)) : error;
  }
}

/** The model that a file's content describes; `file` begins every refusal. */
export function modelOf(tree: Hdf5Tree, file: string): KerasModel {
  const root = tree.attributes[''] ?? {};
  const config = root.model_config;
  if (typeof config !== 'string') {
    // Keras 3's files of weights alone name their groups so.
    const weights = 'layer_names' in root || 'layer_names0' in root || tree.names?.includes('layers');
    throw new UserError(
      weights
        ? `${file} holds weights alone: save the whole model in Keras, with model.save('name.h5')`
        : `${file} is HDF5 but no Keras model: it has no model_config`,
    );
  }
  const kerasVersion = textAt(tree, 'keras_version');
  const major = Number.parseInt(kerasVersion ?? '2', 10);
  if (major < 2) throw new UserError(`${file} was saved by Keras ${kerasVersion}: 2.2 or later is read`);
  const flipped = textAt(tree, 'backend') === 'theano';

  const { input, layers } = readConfig(config, file);
  const planned = plan(input, layers, file, major < 3);
  // Compared before any layer is built, so that a file can't have more allocated than it holds.
  const weights = takeWeights(planned, tree, file);
  const model = tf.sequential();
  try {
    model.add(tf.layers.inputLayer({ inputShape: input }));
    for (const { layer, className, where } of planned) {
      addLayer(model, layer, where);
      const given = weights.get(layer) ?? [];
      if (className === 'Conv2D' && flipped) given[0] = turned(given[0]);
      if (given.length > 0) {
        tf.tidy(() =>
          layer.setWeights(given.map(({ values, shape: s }) => tf.tensor(values as Float32Array, s))),
        );
      }
    }
    checkOutput(model, file);
    const halved = layers.some(({ config: { dtype } }) => /float16/.test(JSON.stringify(dtype ?? '')));
    return { model, card: cardIn(root[cardAttribute], model, file), kerasVersion, halved };
  } catch (error) {
    if (model.built) model.dispose();
    throw error;
  }
}

/** A layer that isn't built yet, and the weights that it will have. */
interface Planned extends ChainLayer {
  layer: tf.layers.Layer;
  specs: WeightSpec[];
  /** How a refusal of it begins. */
  where: string;
}

/** More numbers than any layer of a digit reader gives for one picture. */
const mostOutputs = 2 ** 19;

/** The layers that a chain describes, those left out that do nothing in reading. */
function plan(
  input: number[],
  layers: readonly ChainLayer[],
  file: string,
  beforeKeras3: boolean,
): Planned[] {
  let shape = input;
  const planned: Planned[] = [];
  for (const one of layers) {
    if (isPassing(one.className)) continue;
    const where = `${file}: the layer ${one.name} (${one.className})`;
    const kind = kindOf(one.className);
    if (!kind) throw new UserError(`${where} ${refusal(one.className)}`);
    const layer = layerOf(kind, one, shape, where, beforeKeras3);
    const output = outputOf(layer, shape, where);
    planned.push({ ...one, layer, where, specs: kind.weights(layer.getConfig(), shape) });
    shape = output;
  }
  return planned;
}

function layerOf(
  kind: LayerKind,
  one: ChainLayer,
  input: readonly number[],
  where: string,
  beforeKeras3: boolean,
): tf.layers.Layer {
  try {
    return kind.read(fieldsOf(one.config, where, input, beforeKeras3), { name: one.name });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${where} can't be built in TensorFlow.js: ${messageOf(error).slice(0, 200)}`);
  }
}

function outputOf(layer: tf.layers.Layer, input: number[], where: string): number[] {
  const misfit = (what: string) => new UserError(`${where} doesn't fit the layer before it: ${what}`);
  let output: number[];
  try {
    output = (layer.computeOutputShape([1, ...input]) as number[]).slice(1);
  } catch (error) {
    throw misfit(messageOf(error).slice(0, 200));
  }
  if (!output.every((d) => d >= 1))
    throw misfit(`${input.join('×')} inputs would give ${output.join('×')} outputs`);
  if (output.reduce((n, d) => n * d, 1) > mostOutputs)
    throw new UserError(`${where} would give ${output.join('×')} outputs: at most ${mostOutputs} are read`);
  return output;
}

/**
 * The weights of each layer from the group that holds them.
 *
 * A model within the model has one group for all of its layers: first come the weights of all that are trained,
 * then what was measured and the weights of those that aren't.
 */
function takeWeights(
  planned: readonly Planned[],
  tree: Hdf5Tree,
  file: string,
): Map<tf.layers.Layer, Hdf5Array[]> {
  const weights = new Map<tf.layers.Layer, Hdf5Array[]>();
  for (const group of new Set(planned.map((one) => one.group))) {
    const members = planned.filter((one) => one.group === group);
    const wanted = members.flatMap((one) => one.specs.map((spec) => ({ spec, one })));
    const given = weightsOf(tree, group);
    if (given.length !== wanted.length) {
      const where = members.length === 1 ? members[0].where : `${file}: the layers of ${group}`;
      throw new UserError(`${where} should have ${wanted.length} weights but the file has ${given.length}`);
    }
    const behind = ({ spec, one }: (typeof wanted)[number]) => spec.measured === true || !one.trainable;
    const inFile = [...wanted.filter((one) => !behind(one)), ...wanted.filter(behind)];
    for (const [i, { spec, one }] of inFile.entries()) checkWeight(given[i], spec, one.where);
    for (const one of members) {
      weights.set(
        one.layer,
        one.specs.map((spec) => given[inFile.findIndex((entry) => entry.spec === spec)]),
      );
    }
  }
  return weights;
}

function addLayer(model: tf.Sequential, layer: tf.layers.Layer, where: string): void {
  try {
    model.add(layer);
  } catch (error) {
    throw new UserError(`${where} doesn't fit the layer before it: ${messageOf(error).slice(0, 200)}`);
  }
}

/** The weights in a group, in the order in which the file lists them; empty where it has none. */
function weightsOf(tree: Hdf5Tree, name: string): Hdf5Array[] {
  const group = `${weightsGroup}/${name}`;
  return listAt(tree.attributes[group], 'weight_names').flatMap((weight) => {
    const path = `${group}/${weight}`;
    return Object.hasOwn(tree.arrays, path) ? [tree.arrays[path]] : [];
  });
}

/** A list of names; Keras cuts one that is too long for a single attribute into `name0`, `name1`…. */
function listAt(attributes: Record<string, string | string[]> | undefined, name: string): string[] {
  const whole = attributes?.[name];
  if (whole !== undefined) return [whole].flat();
  const all: string[] = [];
  for (let i = 0; attributes?.[`${name}${i}`] !== undefined; i++)
    all.push(...[attributes[`${name}${i}`]].flat());
  return all;
}

function checkWeight(given: Hdf5Array, wanted: { name: string; shape: number[] }, where: string): void {
  if (given.shape.join('×') !== wanted.shape.join('×')) {
    throw new UserError(
      `${where} should have a ${wanted.name} of ${wanted.shape.join('×')} but the file's is ${given.shape.join('×')}`,
    );
  }
  for (const value of given.values as Float32Array) {
    if (!Number.isFinite(value)) throw new UserError(`${where} has ${value} among its ${wanted.name}`);
  }
}

/** A kernel turned by 180°: Theano convolved where the others correlate. */
function turned({ shape, values }: Hdf5Array): Hdf5Array {
  const [rows, columns] = shape;
  const cell = shape[2] * shape[3];
  const all = new Float32Array(values.length);
  for (let i = 0; i < rows * columns; i++) {
    const from = (values as Float32Array).subarray(i * cell, (i + 1) * cell);
    all.set(from, (rows * columns - 1 - i) * cell);
  }
  return { shape, values: all };
}

function checkOutput(model: tf.Sequential, file: string): void {
  const shape = model.outputs[0].shape.slice(1);
  if (shape.length !== 1 || shape[0] !== 10) {
    throw new UserError(`${file} gives outputs of ${shape.join('×')}: a reader of digits gives 10`);
  }
}

function cardIn(text: unknown, model: tf.Sequential, file: string): ModelCard | undefined {
  if (typeof text !== 'string') return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UserError(`${file}: its model card isn't JSON, so it is damaged`);
  }
  const card = cardSchema.safeParse(json);
  if (!card.success) {
    const { path, message } = card.error.issues[0];
    throw new UserError(`${file}: its model card is damaged (${path.join('.')}: ${message})`);
  }
  if (card.data.weightsHash !== hashWeights(readWeights(model)))
    throw new UserError(
      `${file}: its weights aren't those of its model card: it has changed since it was written`,
    );
  return card.data;
}

function textAt(tree: Hdf5Tree, name: string): string | undefined {
  const value = tree.attributes['']?.[name] ?? tree.attributes[weightsGroup]?.[name];
  return typeof value === 'string' ? value : undefined;
}
