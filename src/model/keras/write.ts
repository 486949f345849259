import type * as tf from '@tensorflow/tfjs-node';
import { UserError } from '../../common/errors';
import { writeWhole } from '../../common/files';
import { completeOptimizer } from '../optimizer';
import type { ModelCard } from './card';
import { type Hdf5Tree, writeHdf5 } from './hdf5';
import { kindOf } from './layers/index';
import { cardAttribute, optimizerGroup, weightsGroup } from './names';
import type { AdamState } from './optimizer-state';

/** What goes into a file beside the model. */
export interface KerasExtras {
  card?: ModelCard;
  /** Keeps the optimizer's state, so that the training can go on in Keras. */
  adam?: AdamState;
}

/** The newest version whose form of config Keras 2 and 3 both read. */
const kerasVersion = '2.15.0';

/**
 * Writes a chain of layers as Keras' legacy whole-model file, whole or not at all.
 *
 * Throws a `UserError` naming the layer where it is of a kind that isn't written.
 */
export async function writeKeras(
  model: tf.LayersModel,
  path: string,
  extras: KerasExtras = {},
): Promise<void> {
  await writeWhole(path, await writeHdf5(treeOf(model, extras)));
}

/** The content of such a file: attributes and arrays as Keras lays them out. */
export function treeOf(model: tf.LayersModel, { card, adam }: KerasExtras = {}): Hdf5Tree {
  const layers = model.layers.filter((layer) => layer.getClassName() !== 'InputLayer');
  const versions = { backend: 'tensorflow', keras_version: kerasVersion };
  const tree: Hdf5Tree = {
    attributes: {
      '': {
        ...versions,
        model_config: JSON.stringify(configOf(model, layers)),
        training_config: JSON.stringify(trainingConfig()),
        ...(card && { [cardAttribute]: JSON.stringify(card) }),
      },
      [weightsGroup]: { ...versions, layer_names: layers.map(({ name }) => name) },
      [`${weightsGroup}/top_level_model_weights`]: { weight_names: [] },
    },
    arrays: {},
  };
  for (const layer of layers) {
    const input = (layer.input as tf.SymbolicTensor).shape.slice(1) as number[];
    const specs = kindFor(layer).weights(layer.getConfig(), input);
    const names = specs.map(({ name }) => `${layer.name}/${name}:0`);
    tree.attributes[`${weightsGroup}/${layer.name}`] = { weight_names: names };
    const values = layer.getWeights();
    for (const [i, { shape }] of specs.entries()) {
      tree.arrays[`${weightsGroup}/${layer.name}/${names[i]}`] = {
        shape,
        values: Float32Array.from(values[i].dataSync()),
      };
    }
  }
  if (adam) addAdam(tree, model, adam);
  return tree;
}

function kindFor(layer: tf.layers.Layer) {
  const kind = kindOf(layer.getClassName());
  if (!kind)
    throw new UserError(`the layer ${layer.name} (${layer.getClassName()}) can't be written as Keras'`);
  return kind;
}

function configOf(model: tf.LayersModel, layers: tf.layers.Layer[]): object {
  const input = {
    class_name: 'InputLayer',
    config: {
      batch_input_shape: [null, ...model.inputs[0].shape.slice(1)],
      dtype: 'float32',
      sparse: false,
      ragged: false,
      name: 'input_1',
    },
  };
  return {
    class_name: 'Sequential',
    config: {
      name: 'sequential',
      layers: [
        input,
        ...layers.map((layer) => ({
          class_name: layer.getClassName(),
          config: {
            name: layer.name,
            trainable: true,
            dtype: 'float32',
            ...kindFor(layer).write(layer.getConfig()),
          },
        })),
      ],
    },
  };
}

/** What Keras compiles the model with: the loss and the optimizer that it was trained with here. */
function trainingConfig(): object {
  const { learningRate, beta1, beta2, epsilon } = completeAdam();
  return {
    loss: 'sparse_categorical_crossentropy',
    // The one spelling that Keras 2 and 3 both take for this: to Keras 2 `accuracy` alone compares the labels with
    // the probabilities themselves.
    metrics: [{ class_name: 'SparseCategoricalAccuracy', config: { name: 'accuracy', dtype: 'float32' } }],
    weighted_metrics: null,
    loss_weights: null,
    optimizer_config: {
      class_name: 'Adam',
      config: {
        name: 'Adam',
        learning_rate: learningRate,
        beta_1: beta1,
        beta_2: beta2,
        epsilon,
        amsgrad: false,
      },
    },
  };
}

function completeAdam() {
  const settings = completeOptimizer({ kind: 'adam' });
  if (settings.kind !== 'adam') throw new Error('Adam expected');
  return settings;
}

/**
 * Adam's state as Keras 3 lays it out (step, learning rate, then two arrays a weight), but in a group of this
 * project's: Keras 3 builds the optimizer of any .h5 file for no weights before it reads the state at the usual
 * place, so that neither the state arrives nor can the model be trained on. Where nothing lies there, it can.
 */
function addAdam(tree: Hdf5Tree, model: tf.LayersModel, { steps, m, v }: AdamState): void {
  const names: string[] = [];
  const add = (name: string, shape: number[], values: Float32Array | BigInt64Array): void => {
    names.push(name);
    tree.arrays[`${optimizerGroup}/${name}`] = { shape, values };
  };
  add('adam/iteration', [], BigInt64Array.of(BigInt(steps)));
  add('adam/learning_rate', [], Float32Array.of(completeAdam().learningRate));
  model.trainableWeights.forEach((weight, i) => {
    const name = `adam/${weight.name.replace(/[^\w]/g, '_')}_${i}`;
    add(`${name}_momentum`, weight.shape as number[], m[i]);
    add(`${name}_velocity`, weight.shape as number[], v[i]);
  });
  tree.attributes[optimizerGroup] = { weight_names: names };
}
