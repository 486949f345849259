import type * as tf from '@tensorflow/tfjs-node';
import { random, type Seed } from '../../common/random';
import type { Block, Network, Padding, Parameter, Shape } from './network';

/** Why a model can't be compiled: which layer, and what about it. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
  constructor(
    readonly layer: string,
    readonly reason: string,
  ) {
    super(`layer ${layer}: ${reason}`);
  }
}

/** A layer's settings, as TensorFlow.js gives them out. */
type Config = Record<string, unknown>;

/**
 * Reads a chain of layers as a network of plain blocks, activations apart, the softmax at the end left out.
 *
 * Throws `Unsupported` for anything that the blocks don't cover. `seed` fixes what dropout drops.
 */
export function readNetwork(model: tf.LayersModel, seed: Seed): Network {
  const layers = model.layers.filter((layer) => layer.getClassName() !== 'InputLayer');
  const names = parameterNames(model);
  const parameters: Parameter[] = model.weights.map((weight, i) => ({
    name: names[i],
    shape: weight.shape as number[],
    trainable: model.trainableWeights.includes(weight),
  }));
  const blocks: Block[] = [];
  for (const [i, layer] of layers.entries()) {
    if (layer.inboundNodes.length !== 1) throw new Unsupported(layer.name, 'it is used more than once');
    if (i > 0 && layer.input !== layers[i - 1].output) {
      throw new Unsupported(layer.name, 'it does not read the layer before it, and only chains are compiled');
    }
    const weights = layer.weights.map((weight) => names[model.weights.indexOf(weight)]);
    blocks.push(...readLayer(layer, weights, seed, i === layers.length - 1));
  }
  const last = blocks[blocks.length - 1];
  if (last?.output.length !== 1 || last.output[0] !== 10) {
    throw new Unsupported(layers[layers.length - 1]?.name ?? 'none', 'the chain should end in ten outputs');
  }
  const trained = new Set(blocks.flatMap((b) => ('kernel' in b ? [b.kernel, b.bias] : [])));
  const lost = parameters.find((p) => !trained.has(p.name));
  if (lost) throw new Unsupported(lost.name, 'its weights have no place in the network');
  return { blocks, parameters, shards: 1 };
}

function parameterNames(model: tf.LayersModel): string[] {
  return model.layers.flatMap((layer) =>
    layer.weights.map((weight) => `${layer.name}/${weight.originalName.split('/').pop()}`),
  );
}

function readLayer(layer: tf.layers.Layer, weights: string[], seed: Seed, atEnd: boolean): Block[] {
  const { name } = layer;
  const config = layer.getConfig() as Config;
  const refuse = (reason: string) => new Unsupported(name, reason);
  const kind = layer.getClassName();
  const input = shapeOf(layer.input, refuse);
  const output = shapeOf(layer.output, refuse);
  for (const key of Object.keys(config)) {
    if (/(Regularizer|Constraint)$/.test(key) && config[key]) throw refuse(`${key} is not compiled`);
  }
  const activation = (): Block[] => {
    const act = String(config.activation ?? 'linear');
    if (act === 'linear') return [];
    if (act === 'relu') return [{ kind: 'relu', name, input: output, output }];
    if (act === 'softmax' && atEnd) return [];
    throw refuse(`the activation ${act} is not compiled here`);
  };
  const [kernel, bias] = weights;
  switch (kind) {
    case 'Conv2D': {
      const [strideRows, strideColumns] = pair(config.strides);
      if (pair(config.dilationRate ?? 1).some((d) => d !== 1))
        throw refuse('a dilated convolution is not compiled');
      channelsLast(config, refuse);
      const convolution = {
        kind: 'conv2d',
        ...{ name, input, output, kernel, bias, padding: paddingOf(config, refuse) },
        kernelSize: pair(config.kernelSize),
        strides: [strideRows, strideColumns],
      } as const;
      return [convolution, ...activation()];
    }
    case 'MaxPooling2D':
    case 'AveragePooling2D':
      channelsLast(config, refuse);
      return [
        {
          kind: kind === 'MaxPooling2D' ? 'maxPool' : 'averagePool',
          ...{ name, input, output, padding: paddingOf(config, refuse) },
          size: pair(config.poolSize),
          strides: pair(config.strides ?? config.poolSize),
        },
      ];
    case 'Flatten':
      channelsLast(config, refuse);
      return [{ kind: 'reshape', name, input, output }];
    case 'Reshape':
      return [{ kind: 'reshape', name, input, output }];
    case 'Dense':
      if (input.length !== 1) throw refuse(`a dense layer on ${input.join('×')} inputs is not compiled`);
      return [{ kind: 'dense', name, input, output, kernel, bias }, ...activation()];
    case 'Dropout': {
      if (config.noiseShape) throw refuse('a noise shape is not compiled');
      const own = random(seed, 'dropout', name).integer(2 ** 31);
      return [{ kind: 'dropout', name, input, output, rate: Number(config.rate), seed: own }];
    }
    case 'Activation':
    case 'ReLU':
    case 'Softmax':
      if (kind === 'ReLU' && config.maxValue != null) throw refuse('a bounded ReLU is not compiled');
      if (kind !== 'Activation') config.activation = kind.toLowerCase();
      return activation();
    default:
      throw refuse(`${kind} is not compiled`);
  }
}

function shapeOf(tensor: tf.SymbolicTensor | tf.SymbolicTensor[], refuse: (reason: string) => Error): Shape {
  if (Array.isArray(tensor)) throw refuse('several inputs or outputs are not compiled');
  const shape = tensor.shape.slice(1);
  if (shape.some((d) => d === null)) throw refuse('an open shape is not compiled');
  return shape as number[];
}

function channelsLast(config: Config, refuse: (reason: string) => Error): void {
  const format = config.dataFormat ?? 'channelsLast';
  if (format !== 'channelsLast') throw refuse(`the data format ${format} is not compiled`);
}

function paddingOf(config: Config, refuse: (reason: string) => Error): Padding {
  const padding = String(config.padding ?? 'valid').toUpperCase();
  if (padding !== 'SAME' && padding !== 'VALID')
    throw refuse(`the padding ${config.padding} is not compiled`);
  return padding;
}

function pair(value: unknown): [number, number] {
  if (Array.isArray(value)) return [Number(value[0]), Number(value[value.length - 1])];
  return [Number(value), Number(value)];
}
