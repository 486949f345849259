/**
 * A network as the compiler sees it: a chain of blocks, each with its shapes, ending in ten logits. Passes turn
 * one network into another that computes the same; `layers` says how each kind of block runs.
 */
export interface Network {
  blocks: Block[];
  parameters: Parameter[];
  /** How many parts of a batch run side by side. */
  shards: number;
}

/** The shape of one example: rows, columns, channels; or a length. */
export type Shape = readonly number[];

/** A weight of the model. */
export interface Parameter {
  /** `conv2d/kernel`: the only one of that name. */
  name: string;
  shape: readonly number[];
  /** Whether training changes it. */
  trainable: boolean;
}

interface Step {
  /** The layer that it comes from. */
  name: string;
  input: Shape;
  output: Shape;
}

export type Padding = 'SAME' | 'VALID';

export interface Conv2dBlock extends Step {
  kind: 'conv2d';
  /** Names of parameters. */
  kernel: string;
  bias: string | undefined;
  kernelSize: readonly [number, number];
  strides: readonly [number, number];
  padding: Padding;
}

export interface PoolBlock extends Step {
  kind: 'maxPool' | 'averagePool';
  size: readonly [number, number];
  strides: readonly [number, number];
  padding: Padding;
}

/** A 2×2 maximum of an even number of rows and columns, by comparing halves. */
export interface PairPoolBlock extends Step {
  kind: 'pairPool';
}

/** A valid convolution with stride 1 of the pictures' one channel, and the 2×2 maximum of its result. */
export interface ConvPoolBlock extends Step {
  kind: 'convPool';
  kernel: string;
  bias: string | undefined;
  /** Side of the kernel, odd. */
  kernelSize: number;
}

export interface DenseBlock extends Step {
  kind: 'dense';
  kernel: string;
  bias: string | undefined;
}

export interface DropoutBlock extends Step {
  kind: 'dropout';
  rate: number;
  /** With the number of the step it gives each step's own mask. */
  seed: number;
}

export interface ReluBlock extends Step {
  kind: 'relu';
}

/** Another shape for the same numbers: flatten and reshape. */
export interface ReshapeBlock extends Step {
  kind: 'reshape';
}

/** The first rows and columns of its input. */
export interface CropBlock extends Step {
  kind: 'crop';
}

export type Block =
  | Conv2dBlock
  | PoolBlock
  | PairPoolBlock
  | ConvPoolBlock
  | DenseBlock
  | DropoutBlock
  | ReluBlock
  | ReshapeBlock
  | CropBlock;

/** How many numbers a shape holds. */
export function size(shape: Shape): number {
  return shape.reduce((n, d) => n * d, 1);
}
