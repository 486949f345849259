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

/** A TensorFlow graph under construction: operations by name, and the signatures by which it is run. */
export class Graph {
  readonly nodes: GraphNode[] = [];
  readonly signatures: Record<string, Signature> = {};
  private readonly counts = new Map<string, number>();
  private path: string[] = [];

  /** Adds an operation and gives its outputs, one for each type named; `after` lists nodes to wait for. */
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
    const waits = new Set(after.map((tensor) => `^${tensor.node}`));
    this.nodes.push({ name, op, inputs: [...inputs.map(reference), ...waits], attributes });
    return outputs.map((type, output) => ({ node: name, output, type }));
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
}

/** How an input names a tensor. */
export function reference({ node, output }: Tensor): string {
  return `${node}:${output}`;
}
