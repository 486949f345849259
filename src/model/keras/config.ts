import { z } from 'zod';
import { UserError } from '../../common/errors';
import type { KerasConfig } from './layers/kind';

const layerSchema = z.object({
  class_name: z.string(),
  name: z.string().optional(),
  config: z.record(z.string(), z.unknown()),
  inbound_nodes: z.array(z.unknown()).optional(),
});

type LayerConfig = z.infer<typeof layerSchema>;

const modelSchema = z.object({
  class_name: z.string(),
  config: z.union([
    // Keras up to 2.2.2 wrote the layers of a Sequential alone.
    z.array(layerSchema),
    z.looseObject({ layers: z.array(layerSchema), build_input_shape: z.array(z.unknown()).nullish() }),
  ]),
});

/** A model as a chain: the shape of its input without the batch, and its layers without the InputLayer. */
export interface Chain {
  input: number[];
  layers: { className: string; name: string; config: KerasConfig }[];
}

const mostLayers = 500;

/**
 * The chain of layers that Keras' `model_config` describes, of a Sequential or of a functional model that is one.
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
  const { class_name: className, config } = parsed.data;
  const listed = Array.isArray(config) ? config : config.layers;
  if (listed.length > mostLayers)
    throw new UserError(`${file} has ${listed.length} layers: at most ${mostLayers} are read`);
  const ordered = className === 'Sequential' ? listed : inOrder(listed, className, file);
  if (ordered.length === 0) throw new UserError(`${file} has no layers`);

  const [first] = ordered;
  const built = Array.isArray(config) ? undefined : config.build_input_shape;
  const batched = first.config.batch_shape ?? first.config.batch_input_shape ?? built;
  const layers = ordered
    .filter((layer) => layer.class_name !== 'InputLayer')
    .map((layer) => ({ className: layer.class_name, name: nameOf(layer), config: layer.config }));
  const names = layers.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new UserError(`${file} has two layers named ${twice}`);
  return { input: inputOf(batched, file), layers };
}

function inputOf(batched: unknown, file: string): number[] {
  const shape: unknown[] = Array.isArray(batched) ? batched.slice(1) : [];
  const text = shape.join('×');
  if (!['28×28×1', '28×28', '784'].includes(text)) {
    throw new UserError(
      `${file} takes inputs of ${text || 'no declared shape'}: only models of 28×28×1, 28×28 or 784 pixels are read`,
    );
  }
  return shape as number[];
}

/** The layers of a functional model from its input on; a `UserError` names the layer where the chain branches. */
function inOrder(layers: LayerConfig[], className: string, file: string): LayerConfig[] {
  if (className !== 'Functional' && className !== 'Model') {
    throw new UserError(
      `${file} holds a model of the class ${className}: only Sequential and functional ones are read`,
    );
  }
  const after = new Map<string, LayerConfig>();
  const starts: LayerConfig[] = [];
  for (const layer of layers) {
    const nodes = layer.inbound_nodes ?? [];
    const sources = nodes.flatMap((node) => sourcesOf(node));
    if (layer.class_name === 'InputLayer' && sources.length === 0) starts.push(layer);
    else if (nodes.length !== 1 || sources.length !== 1) throw branches(layer, file);
    else if (after.has(sources[0])) throw branches(layer, file);
    else after.set(sources[0], layer);
  }
  if (starts.length !== 1)
    throw new UserError(`${file} has ${starts.length} inputs: only models of one are read`);
  const ordered = [starts[0]];
  for (let next = after.get(nameOf(starts[0])); next; next = after.get(nameOf(next))) {
    ordered.push(next);
    if (ordered.length > layers.length) throw branches(next, file);
  }
  const lost = layers.find((layer) => !ordered.includes(layer));
  if (lost) throw branches(lost, file);
  return ordered;
}

/** The names of the layers that feed a node: Keras 2 lists them, Keras 3 wraps each in its call's arguments. */
function sourcesOf(node: unknown): string[] {
  if (Array.isArray(node)) {
    // One source may stand without a list around it.
    if (!Array.isArray(node[0])) return [String(node[0])];
    return node.map((entry) => String(Array.isArray(entry) ? entry[0] : entry));
  }
  const found: string[] = [];
  JSON.stringify(node, (key, value: unknown) => {
    if (key === 'keras_history' && Array.isArray(value)) found.push(String(value[0]));
    return value;
  });
  return found;
}

function branches(layer: LayerConfig, file: string): UserError {
  return new UserError(
    `${file}: the layer ${nameOf(layer)} (${layer.class_name}) branches, joins or stands apart: ` +
      'only models that are one chain of layers are read',
  );
}

function nameOf(layer: LayerConfig): string {
  return typeof layer.config.name === 'string' ? layer.config.name : (layer.name ?? layer.class_name);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(`${file}: its model_config isn't JSON, so it is damaged or not of Keras' making`);
  }
}
