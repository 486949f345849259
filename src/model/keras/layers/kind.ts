import type * as tf from '@tensorflow/tfjs-node';

/** A layer's `config` as Keras writes it. */
export type KerasConfig = Record<string, unknown>;

/** One kind of layer, both ways. */
export interface LayerKind {
  /** Keras' name of its class, which is TensorFlow.js' too. */
  readonly className: string;
  /** Its weights by Keras' names, in the order in which Keras keeps them, for an input without the batch. */
  weights(config: KerasConfig, input: readonly number[]): WeightSpec[];
  /** The layer that Keras' config describes; `fields` reads it and refuses what it doesn't know. */
  read(fields: Fields, base: LayerBase): tf.layers.Layer;
  /** Keras' config of a layer, without its name. */
  write(config: KerasConfig): KerasConfig;
}

/** A weight's name within its layer, and its shape. */
export interface WeightSpec {
  name: string;
  shape: number[];
  /** Measured while training rather than learnt: Keras keeps these behind all that is learnt. */
  measured?: boolean;
}

/** What every layer gets. */
export interface LayerBase {
  name: string;
}

/** Reads the fields of a layer's config by type; each throws a `UserError` that names layer, field and value. */
export interface Fields {
  /** The shape of the layer's input, without the batch. */
  readonly input: readonly number[];
  /** How many dimensions that makes, the batch among them. */
  readonly rank: number;
  whole(field: string, least?: number): number;
  number(field: string, otherwise: number): number;
  flag(field: string, otherwise: boolean): boolean;
  /** A pair of whole numbers above 0, also where one stands for both. */
  pair(field: string, otherwise?: [number, number]): [number, number];
  oneOf<T extends string>(field: string, allowed: readonly T[], otherwise: T): T;
  /** Whole numbers, -1 allowed. */
  wholes(field: string, otherwise?: number[]): number[];
  /** The axis that the layer works along, counted from the front with the batch as 0. */
  axis(): number;
  /** Where the channels are. */
  dataFormat(): 'channelsFirst' | 'channelsLast';
  /** What is added above, below, to the left and to the right. */
  margins(field: string): [[number, number], [number, number]];
  /** The name that TensorFlow.js has for an activation. */
  activation(): Activation;
  /** Throws unless a field is absent or one of these. */
  only(field: string, allowed: readonly unknown[]): void;
  fail(what: string): Error;
}

export type Activation = NonNullable<Parameters<typeof tf.layers.activation>[0]>['activation'];
