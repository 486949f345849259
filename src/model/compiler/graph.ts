/** The types that tensors of a training graph have, under TensorFlow's own names and numbers. */
export const types = { float: 1, int32: 3, uint8: 4, bool: 10, int16: 5, resource: 20 } as const;
export type Type = keyof typeof types;

/** One output of one node. */
export interface Tensor {
  node: string;
  output: number;
  type: Type;
}

/** The value of a node's attribute, in the forms that the operations used here know. */
export type Attribute =
  | { type: Type }
  | { int: number }
  | { ints: readonly number[] }
  | { float: number }
  | { bool: boolean }
  | { text: string }
  | { shape: readonly number[] | 'unknown' }
  | { constant: { type: Type; shape: readonly number[]; bytes: Uint8Array } };

/** One operation: what it reads (`conv:0`, or `^update` for "not before update") and how it is set. */
export interface GraphNode {
  name: string;
  op: string;
  inputs: string[];
  attributes: Record<string, Attribute>;
}

/** A way to run part of a graph: what is fed and what is fetched, each by name. */
export interface Signature {
  inputs: Record<string, Tensor>;
  outputs: Record<string, Tensor>;
}

/** A loop under construction. */
interface Loop {
  name: string;
  /** The names of the nodes that run in each round. */
  inside: Set<string>;
}

/** A TensorFlow graph under construction: operations by name, and the signatures by which it is run. */
export class Graph {
  readonly nodes: GraphNode[] = [];
  readonly signatures: Record<string, Signature> = {};
  private readonly counts = new Map<string, number>();
  private readonly constants = new Map<string, Tensor>();
  private path: string[] = [];
  private loop: Loop | undefined;

  /**
   * Adds an operation and gives its outputs, one for each type named; `after` lists nodes to wait for.
   *
   * In a loop, what uses nothing of the loop runs once, before it.
   */
  add(
    op: string,
    inputs: readonly Tensor[],
    attributes: Record<string, Attribute>,
    outputs: readonly Type[],
    after: readonly Tensor[] = [],
  ): Tensor[] {
    const stem = [...this.path, op].join('/');
    const count = this.counts.get(stem) ?? 0;
    this.counts.set(stem, count + 1);
    const name = count === 0 ? stem : `${stem}_${count}`;
    const { loop } = this;
    const repeated = loop && [...inputs, ...after].some(({ node }) => loop.inside.has(node));
    const here = (tensor: Tensor) => (repeated ? this.enter(loop, tensor, true) : tensor);
    const waits = new Set(after.map((tensor) => `^${here(tensor).node}`));
    this.nodes.push({ name, op, inputs: [...inputs.map((t) => reference(here(t))), ...waits], attributes });
    if (repeated) loop.inside.add(name);
    return outputs.map((type, output) => ({ node: name, output, type }));
  }

  /** A constant, one node for all that ask for the same. */
  constant(type: Type, shape: readonly number[], bytes: Uint8Array): Tensor {
    const key = `${type} ${shape.join('×')} ${Buffer.from(bytes).toString('base64')}`;
    const known = this.constants.get(key);
    if (known) return known;
    const attributes: Record<string, Attribute> = {
      dtype: { type },
      value: { constant: { type, shape, bytes } },
    };
    const [tensor] = this.add('Const', [], attributes, [type]);
    this.constants.set(key, tensor);
    return tensor;
  }

  /** Puts whatever `build` adds under a name, as a folder does with files. */
  within<T>(name: string, build: () => T): T {
    this.path.push(name.replace(/[^A-Za-z0-9_.-]/g, '_'));
    try {
      return build();
    } finally {
      this.path.pop();
    }
  }

  /** Puts what `build` adds into a loop; `build` is given a function that brings in what the loop starts from. */
  inLoop<T>(build: (enter: (start: Tensor) => Tensor) => T): T {
    if (this.loop) throw new Error('a loop within a loop is not built here');
    const loop: Loop = { name: [...this.path, 'loop'].join('/'), inside: new Set() };
    this.loop = loop;
    try {
      return build((start) => this.enter(loop, start, false));
    } finally {
      this.loop = undefined;
    }
  }

  /** Gives an operation another input than it had; a loop's end leads to its beginning, which is there first. */
  lead(from: Tensor, to: Tensor, input: number): void {
    const node = this.nodes.find(({ name }) => name === to.node);
    if (!node) throw new Error(`no node ${to.node}`);
    node.inputs[input] = reference(from);
  }

  /** A tensor from outside as it is called in the loop: the same in every round, or what the first starts from. */
  private enter(loop: Loop, tensor: Tensor, inEveryRound: boolean): Tensor {
    if (loop.inside.has(tensor.node)) return tensor;
    const node = `${loop.name}/${inEveryRound ? '' : 'start/'}${tensor.node}/${tensor.output}`;
    if (!loop.inside.has(node)) {
      const attributes: Record<string, Attribute> = {
        T: { type: tensor.type },
        frame_name: { text: loop.name },
        is_constant: { bool: inEveryRound },
        // Running ahead with the next round's pictures was no faster.
        parallel_iterations: { int: 1 },
      };
      this.nodes.push({ name: node, op: 'Enter', inputs: [reference(tensor)], attributes });
      loop.inside.add(node);
    }
    return { node, output: 0, type: tensor.type };
  }
}

/** How an input names a tensor. */
export function reference({ node, output }: Tensor): string {
  return `${node}:${output}`;
}
