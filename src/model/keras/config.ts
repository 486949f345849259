import { z } from 'zod';
import { UserError } from '../../common/errors';
import { inOrder, nameOf } from './graph';
import { activationLayer } from './layers/activations';
import type { KerasConfig } from './layers/kind';

const layerSchema = z.looseObject({
  class_name: z.string(),
  name: z.string().optional(),
  config: z.union([
    // Keras up to 2.2.2 wrote the layers of a Sequential alone, also of one within a model.
    z.array(z.unknown()),
    z.record(z.string(), z.unknown()),
  ]),
  inbound_nodes: z.array(z.unknown()).optional(),
  build_config: z.looseObject({ input_shape: z.unknown() }).nullish(),
});

export type LayerConfig = z.infer<typeof layerSchema>;

const modelSchema = z.looseObject({
  class_name: z.string(),
  config: z.union([
    z.array(layerSchema),
    z.looseObject({ layers: z.array(layerSchema), build_input_shape: z.array(z.unknown()).nullish() }),
  ]),
});

type ModelConfig = z.infer<typeof modelSchema>;

/** A model as a chain: the shape of its input without the batch, and its layers without the InputLayer. */
export interface Chain {
  input: number[];
  layers: ChainLayer[];
}

export interface ChainLayer {
  className: string;
  /** Its name, made unlike all others where a model within the model has the same. */
  name: string;
  config: KerasConfig;
  /** The group that holds its weights: its own, or that of the model within the model that it belongs to. */
  group: string;
  /** Whether it is trained; Keras keeps the weights of one that isn't behind those of the others in its group. */
  trainable: boolean;
}

const most = { layers: 500, depth: 8, brackets: 100 };

/**
 * The chain of layers that Keras' `model_config` describes, of a Sequential or of a functional model that is one;
 * models within it are taken apart.
 *
 * Throws a `UserError` that begins with `file` where it isn't JSON, isn't a chain (naming the layer), or takes
 * anything but 28×28×1, 28×28 or 784 numbers.
 */
export function readConfig(text: string, file: string): Chain {
  const parsed = modelSchema.safeParse(parseJson(text, file));
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    throw new UserError(
      `${file}: its model_config isn't Keras' (${path.join('.') || 'the whole'}: ${message})`,
    );
  }
  const { shape, layers } = chainOf(parsed.data, file, 1);
  if (layers.length > most.layers)
    throw new UserError(`${file} has ${layers.length} layers: at most ${most.layers} are read`);
  if (layers.length === 0) throw new UserError(`${file} has no layers`);
  const names = new Set<string>();
  for (const layer of layers) {
    const { name } = layer;
    for (let n = 2; names.has(layer.name); n++) layer.name = `${name}_${n}`;
    names.add(layer.name);
  }
  return { input: inputOf(shape, file), layers };
}

/** The layers of a model in order, and the shape of its input where it names one. */
function chainOf(model: ModelConfig, file: string, depth: number): { shape: unknown; layers: ChainLayer[] } {
  if (depth > most.depth)
    throw new UserError(`${file} has models within models, more than ${most.depth} deep`);
  const { class_name: className, config } = model;
  const listed = Array.isArray(config) ? config : config.layers;
  if (listed.length > most.layers)
    throw new UserError(`${file} has ${listed.length} layers: at most ${most.layers} are read`);
  const ordered = className === 'Sequential' ? listed : inOrder(listed, className, file);
  let shape: unknown = Array.isArray(config) ? undefined : config.build_input_shape;
  const layers: ChainLayer[] = [];
  const groups = new Set<string>();
  for (const [i, layer] of ordered.entries()) {
    const name = nameOf(layer);
    const inner = modelSchema.safeParse(layer);
    const own = Array.isArray(layer.config) ? {} : layer.config;
    const declared = own.batch_shape ?? own.batch_input_shape;
    if (i === 0) shape = declared ?? shape ?? layer.build_config?.input_shape;
    if (layer.class_name === 'InputLayer') continue;
    if (groups.has(name)) throw new UserError(`${file} has two layers named ${name}`);
    groups.add(name);
    const trainable = own.trainable !== false;
    if (inner.success) {
      const within = chainOf(inner.data, file, depth + 1);
      if (i === 0) shape ??= within.shape;
      for (const one of within.layers)
        layers.push({ ...one, group: name, trainable: trainable && one.trainable });
    } else
      layers.push(...expanded({ className: layer.class_name, name, config: own, group: name, trainable }));
  }
  return { shape, layers };
}

/** A layer, followed by its activation where that is a layer too. */
function expanded(layer: ChainLayer): ChainLayer[] {
  const after = activationLayer(layer.config.activation);
  if (!after) return [layer];
  const { name, group, trainable } = layer;
  return [
    { ...layer, config: { ...layer.config, activation: 'linear' } },
    { ...after, name: `${name}_activation`, group, trainable },
  ];
}

function inputOf(batched: unknown, file: string): number[] {
  const given: unknown[] = Array.isArray(batched) ? batched.slice(1) : [];
  // Rows and columns may be left open where no layer needs to know them.
  const sides = given.length === 3 && given[0] === 1 ? [1, 2] : given.length > 1 ? [0, 1] : [];
  const shape = given.map((d, i) => (d === null && sides.includes(i) ? 28 : d));
  const text = shape.join('×');
  if (['28×28×1', '1×28×28', '28×28', '784'].includes(text)) return shape as number[];
  const cure =
    text === '32×32×1' ? ' (put ZeroPadding2D(2) before the first layer, and 28×28×1 before that)' : '';
  throw new UserError(
    `${file} takes inputs of ${text || 'no declared shape'}: only models of 28×28×1, 28×28 or 784 pixels are read${cure}`,
  );
}

function parseJson(text: string, file: string): unknown {
  const wrong = (what: string) =>
    new UserError(`${file}: its model_config ${what}, so it is damaged or not of Keras' making`);
  if (nesting(text) > most.brackets) throw wrong(`is nested more than ${most.brackets} deep`);
  try {
    return JSON.parse(text);
  } catch {
    throw wrong("isn't JSON");
  }
}

/** How deep brackets stand within brackets, whatever else the text is; those in strings count, which hurts nobody. */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const sign of text) {
    if (sign === '[' || sign === '{') deepest = Math.max(deepest, ++depth);
    else if (sign === ']' || sign === '}') depth--;
  }
  return deepest;
}
