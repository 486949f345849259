import type { Graph, Tensor } from '../graph';

/** The pictures of a batch as they came: `N×196×4` bytes, and the scale that makes them a network's input. */
export interface Picture {
  bytes: Tensor;
  scale: Tensor;
}

/** What a block finds around it while it is written into a graph. */
export interface Place {
  graph: Graph;
  /** For blocks that read the pictures themselves. */
  picture: Picture;
  /** The value of a parameter, by name. */
  weight: (name: string) => Tensor;
  /** What is the same for all shards: made by the first that asks for it under this name. */
  once: (name: string, build: () => Tensor) => Tensor;
  /** The dropout mask of these examples: zeros, and `1 / (1 - rate)` where kept; undefined when not training. */
  mask:
    | ((block: { name: string; input: readonly number[]; rate: number; seed: number }) => Tensor)
    | undefined;
}

/** What comes back through a block. */
export interface Backward {
  /** The gradient by the block's input; there only where it was wanted. */
  input?: Tensor;
  /** The gradients by its parameters, by name. */
  parameters: Record<string, Tensor>;
}

/** A block written into a graph: its output, and how the gradient of that output comes back. */
export interface Written {
  output: Tensor;
  /** `wanted` says whether the gradient by the input is needed. */
  backward(gradient: Tensor, wanted: boolean): Backward;
}
