import type { AdamSettings, SgdSettings } from '../optimizer';
import { picturesFrom, writeChain } from './chain';
import { Graph, reference, type Tensor } from './graph';
import type { Place } from './layers/kind';
import type { Network } from './network';
import {
  add,
  addAll,
  argMax,
  cast,
  compare,
  concat,
  divide,
  floats,
  gather,
  identity,
  ints,
  multiply,
  pack,
  placeholder,
  reshape,
  shapeOf,
  slice,
  sliceAt,
  sum,
} from './ops';
import { optimizerOf } from './optimizers';
import { repeat } from './repeat';
import { assign, gatherRows, read, type Variable, variable } from './variables';

/** What a training graph is made for. */
export interface TrainingSettings {
  optimizer: Required<AdamSettings> | Required<SgdSettings>;
  /** What a byte of a training picture is multiplied by. */
  scale: number;
}

/** A graph that trains, and the variables that it keeps between steps. */
export interface TrainingGraph {
  graph: Graph;
  /** Weights first, in the network's order, then the optimizer's state with what it starts from. */
  variables: { name: string; shape: readonly number[]; start?: Float32Array }[];
}

/**
 * Writes the whole training of a network as one graph; `reading` is the same network as it reads best.
 *
 * Signatures, with what they take and give:
 * - `data`: `pictures` `N×196` words, `labels` `N`: the training set, kept in the session.
 * - `set`: every variable under its number; `get` gives them back so.
 * - `rate`: the learning rate.
 * - `steps/S` for S shards and for one: for each shard its digits' indices, a row for each step, and the number of
 *   the `first` step; gives `results`, for each step the sum of the losses and the count of digits read right.
 * - `logits/S` and `features/S`: `words i` for each shard and `scale`; give one output for each shard.
 */
export function trainingGraph(network: Network, reading: Network, settings: TrainingSettings): TrainingGraph {
  const graph = new Graph();
  const weights = weightsOf(graph, network);
  const pictures = variable(graph, 'pictures', 'int32');
  const labels = variable(graph, 'labels', 'int32');
  const rate = variable(graph, 'rate', 'float', []);
  const trained = weights.filter((_, i) => network.parameters[i].trainable);
  const updates = graph.within('optimizer', () => optimizerOf(graph, settings.optimizer, trained, rate));

  graph.within('data', () => {
    const words = placeholder(graph, 'int32', [-1, -1]);
    const truth = placeholder(graph, 'int32', [-1]);
    const done = [assign(graph, pictures, words), assign(graph, labels, truth)];
    graph.signatures.data = { inputs: { pictures: words, labels: truth }, outputs: { ok: ok(graph, done) } };
  });
  const kept = [
    ...weights.map((w) => ({ variable: w, start: undefined })),
    ...updates.state.map(({ variable: v, start }) => ({ variable: v, start })),
  ];
  addAccess(
    graph,
    kept.map((k) => k.variable),
  );
  graph.within('rate', () => {
    const value = placeholder(graph, 'float', []);
    graph.signatures.rate = { inputs: { value }, outputs: { ok: ok(graph, [assign(graph, rate, value)]) } };
  });
  for (const shards of new Set([1, network.shards])) {
    graph.within(`step${shards}`, () =>
      addSteps(graph, network, shards, {
        pictures,
        labels,
        weights,
        trained,
        scale: settings.scale,
        updates,
      }),
    );
    graph.within(`predict${shards}`, () => addPrediction(graph, reading, shards, weights, ['logits']));
  }
  return {
    graph,
    variables: kept.map(({ variable: v, start }) => ({ name: v.name, shape: v.shape ?? [], start })),
  };
}

/** A graph that only reads digits: the signatures `set`, `get`, `logits/S` and `features/S` of a training graph. */
export function predictionGraph(network: Network): Graph {
  const graph = new Graph();
  const weights = weightsOf(graph, network);
  addAccess(graph, weights);
  for (const shards of new Set([1, network.shards])) {
    graph.within(`predict${shards}`, () =>
      addPrediction(graph, network, shards, weights, ['logits', 'features']),
    );
  }
  return graph;
}

/** A variable for each weight, named by its place in the model. */
function weightsOf(graph: Graph, network: Network): Variable[] {
  return network.parameters.map(({ shape }, i) => variable(graph, `weight ${i}`, 'float', shape));
}

function addAccess(graph: Graph, variables: Variable[]): void {
  graph.within('set', () => {
    const values = variables.map((v) => placeholder(graph, v.type, v.shape ?? []));
    const done = variables.map((v, i) => assign(graph, v, values[i]));
    graph.signatures.set = { inputs: numbered(values), outputs: { ok: ok(graph, done) } };
  });
  graph.within('get', () => {
    graph.signatures.get = { inputs: {}, outputs: numbered(variables.map((v) => read(graph, v))) };
  });
}

interface StepParts {
  pictures: Variable;
  labels: Variable;
  weights: Variable[];
  trained: Variable[];
  scale: number;
  updates: ReturnType<typeof optimizerOf>;
}

/** Steps on so many batches, one after the other, each shard's part of a batch in a row of its own. */
function addSteps(graph: Graph, network: Network, shards: number, parts: StepParts): void {
  const rows = Array.from({ length: shards }, () => placeholder(graph, 'int32', [-1, -1]));
  const first = placeholder(graph, 'int32', []);
  const times = reshape(graph, slice(graph, shapeOf(graph, rows[0]), [0], [1]), []);
  const nothing = floats(graph, [], [0, 2]);
  const results = repeat(graph, times, nothing, (round, before) => {
    const indices = rows.map((part) => gather(graph, part, round));
    const result = addStep(graph, network, indices, add(graph, first, round), before, parts);
    return concat(graph, [before, reshape(graph, result, [1, 2])], 0);
  });
  graph.signatures[`steps/${shards}`] = { inputs: { ...numbered(rows), first }, outputs: { results } };
}

/** One step on the weights as they are after `before`: the sum of the losses and the count read right, once it is over. */
function addStep(
  graph: Graph,
  network: Network,
  indices: Tensor[],
  number: Tensor,
  before: Tensor,
  parts: StepParts,
): Tensor {
  const scale = floats(graph, [parts.scale]);
  const weight = reader(graph, network, parts.weights, [before]);
  const once = memory();
  const counts = indices.map((index) => shapeOf(graph, index));
  const total = cast(graph, reshape(graph, addAll(graph, counts), []), 'float');
  const masks = maskMaker(graph, counts, number);

  const written = indices.map((index, shard) =>
    graph.within(`shard${shard}`, () => {
      const picture = picturesFrom(graph, gatherRows(graph, parts.pictures, index), scale);
      const truth = gatherRows(graph, parts.labels, index);
      const place: Place = { graph, weight, once, picture, mask: (block) => masks(block, shard) };
      const chain = writeChain(place, network);
      const [losses, gradient] = graph.add(
        'SparseSoftmaxCrossEntropyWithLogits',
        [chain.logits, truth],
        { T: { type: 'float' }, Tlabels: { type: 'int32' } },
        ['float', 'float'],
      );
      const right = cast(graph, compare(graph, 'Equal', argMax(graph, chain.logits, 1), truth), 'float');
      const result = pack(graph, [sum(graph, losses), sum(graph, right)]);
      return { result, gradients: chain.backward(divide(graph, gradient, total)) };
    }),
  );
  const learned = network.parameters.filter((p) => p.trainable).map((p) => p.name);
  const gradients = learned.map((name) =>
    addAll(
      graph,
      written.map((shard) => shard.gradients[name]),
    ),
  );
  const results = written.map((shard) => shard.result);
  // No weight changes before every shard has read it for the last time; none waits for the others' gradients.
  const readers = learned.map((name) => readersOf(graph, weight(name)));
  const done = parts.updates.apply(gradients, readers, before);
  return identity(graph, addAll(graph, results), done);
}

function addPrediction(
  graph: Graph,
  network: Network,
  shards: number,
  weights: Variable[],
  outputs: readonly ('logits' | 'features')[],
): void {
  const weight = reader(graph, network, weights);
  const once = memory();
  const scale = placeholder(graph, 'float', []);
  const words = Array.from({ length: shards }, () => placeholder(graph, 'int32', [-1, -1]));
  const chains = words.map((part, shard) =>
    graph.within(`shard${shard}`, () =>
      writeChain(
        { graph, weight, once, picture: picturesFrom(graph, part, scale), mask: undefined },
        network,
      ),
    ),
  );
  for (const output of outputs) {
    graph.signatures[`${output}/${shards}`] = {
      inputs: { ...numbered(words), scale },
      outputs: numbered(chains.map((chain) => chain[output])),
    };
  }
}

/** Builds each thing once, and gives it again to whoever asks under the same name. */
function memory(): Place['once'] {
  const made = new Map<string, Tensor>();
  return (name, build) => {
    const tensor = made.get(name) ?? build();
    made.set(name, tensor);
    return tensor;
  };
}

/** The operations that use a value, reshaped or not. */
function readersOf(graph: Graph, value: Tensor): Tensor[] {
  const name = reference(value);
  return graph.nodes
    .filter((node) => node.inputs.includes(name))
    .flatMap((node) => {
      const output: Tensor = { node: node.name, output: 0, type: value.type };
      // A reshaped tensor shares its memory with the one it was made from.
      return node.op === 'Reshape' ? readersOf(graph, output) : [output];
    });
}

/** Reads each weight once, however many shards use it. */
function reader(
  graph: Graph,
  network: Network,
  weights: Variable[],
  after: readonly Tensor[] = [],
): (name: string) => Tensor {
  const values = new Map(network.parameters.map(({ name }, i) => [name, read(graph, weights[i], after)]));
  return (name) => values.get(name) as Tensor;
}

/**
 * Makes the dropout masks of a step for all shards at once, from the block's seed and the step's number, so that
 * they don't depend on how the batch is split.
 */
function maskMaker(
  graph: Graph,
  counts: Tensor[],
  number: Tensor,
): (block: { name: string; input: readonly number[]; rate: number; seed: number }, shard: number) => Tensor {
  const whole = new Map<string, Tensor>();
  return (block, shard) => {
    const shape = (count: Tensor) => concat(graph, [count, ints(graph, block.input)], 0);
    let mask = whole.get(block.name);
    if (!mask) {
      const seed = pack(graph, [ints(graph, [block.seed], []), number]);
      const [uniform] = graph.add(
        'StatelessRandomUniform',
        [shape(addAll(graph, counts)), seed],
        { dtype: { type: 'float' }, T: { type: 'int32' }, Tseed: { type: 'int32' } },
        ['float'],
      );
      const kept = compare(graph, 'GreaterEqual', uniform, floats(graph, [block.rate]));
      mask = multiply(graph, cast(graph, kept, 'float'), floats(graph, [1 / (1 - block.rate)]));
      whole.set(block.name, mask);
    }
    const zero = ints(graph, [0]);
    const before = counts.slice(0, shard).reduce((start, count) => add(graph, start, count), zero);
    const begin = concat(
      graph,
      [
        before,
        ints(
          graph,
          block.input.map(() => 0),
        ),
      ],
      0,
    );
    return sliceAt(graph, mask, begin, shape(counts[shard]));
  };
}

/** Something to fetch that is there only after some nodes have run: only tensors can be fetched. */
function ok(graph: Graph, after: Tensor[]): Tensor {
  return identity(graph, ints(graph, [1], []), after);
}

function numbered(tensors: Tensor[]): Record<string, Tensor> {
  return Object.fromEntries(tensors.map((tensor, i) => [String(i), tensor]));
}
