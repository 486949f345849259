import { UserError } from '../../common/errors';
import type { LayerConfig } from './config';

/** The layers of a functional model from its input on; a `UserError` names the layer where the chain branches. */
export function inOrder(layers: LayerConfig[], className: string, file: string): LayerConfig[] {
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

/** A layer's name, or its class where it has none. */
export function nameOf({ config, name, class_name: className }: LayerConfig): string {
  return !Array.isArray(config) && typeof config.name === 'string' ? config.name : (name ?? className);
}
