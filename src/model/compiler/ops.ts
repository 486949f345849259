import type { Attribute, Graph, Tensor, Type } from './graph';

/**
 * TensorFlow's operations as functions that add one node to a graph and give its output. Each takes its shapes
 * and meaning from the operation of the same name in TensorFlow's reference.
 */

const T = (type: Type): { T: Attribute } => ({ T: { type } });
/** The attribute that says of which type an operation's tensors are. */
export const typed = ({ type }: Tensor): { T: Attribute } => T(type);
const int32 = { type: 'int32' } as const;

/** A constant of whole numbers. */
export function ints(
  g: Graph,
  values: readonly number[],
  shape: readonly number[] = [values.length],
): Tensor {
  return g.constant('int32', shape, bytesOf(Int32Array.from(values)));
}

/** A constant of real numbers, a scalar by default. */
export function floats(g: Graph, values: ArrayLike<number>, shape: readonly number[] = []): Tensor {
  return g.constant('float', shape, bytesOf(Float32Array.from(values)));
}

function bytesOf({ buffer }: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer);
}

/** A value that is fed; `shape` may have -1 for an axis of any length. */
export function placeholder(g: Graph, type: Type, shape: readonly number[]): Tensor {
  return g.add('Placeholder', [], { dtype: { type }, shape: { shape } }, [type])[0];
}

/** An operation on tensors of one type whose result has that type too. */
function same(op: string) {
  return (g: Graph, ...inputs: Tensor[]): Tensor => g.add(op, inputs, T(inputs[0].type), [inputs[0].type])[0];
}

export const add = same('AddV2');
export const subtract = same('Sub');
export const multiply = same('Mul');
export const divide = same('RealDiv');
export const maximum = same('Maximum');
export const relu = same('Relu');
/** `d` where `features` are above zero, else zero. */
export const reluGradient = same('ReluGrad');
export const addBias = same('BiasAdd');
export const biasGradient = same('BiasAddGrad');

/** The sum of several tensors of one shape. */
export function addAll(g: Graph, tensors: readonly Tensor[]): Tensor {
  if (tensors.length === 1) return tensors[0];
  const { type } = tensors[0];
  return g.add('AddN', tensors, { N: { int: tensors.length }, ...T(type) }, [type])[0];
}

export function cast(g: Graph, x: Tensor, to: Type): Tensor {
  return g.add('Cast', [x], { SrcT: { type: x.type }, DstT: { type: to } }, [to])[0];
}

export function compare(g: Graph, op: 'GreaterEqual' | 'Equal' | 'Less', a: Tensor, b: Tensor): Tensor {
  return g.add(op, [a, b], T(a.type), ['bool'])[0];
}

export function matMul(
  g: Graph,
  a: Tensor,
  b: Tensor,
  { transposeA = false, transposeB = false }: { transposeA?: boolean; transposeB?: boolean } = {},
): Tensor {
  const attributes = { ...T('float'), transpose_a: { bool: transposeA }, transpose_b: { bool: transposeB } };
  return g.add('MatMul', [a, b], attributes, ['float'])[0];
}

export function reshape(g: Graph, x: Tensor, shape: readonly number[]): Tensor {
  return g.add('Reshape', [x, ints(g, shape)], { ...T(x.type), Tshape: int32 }, [x.type])[0];
}

export function shapeOf(g: Graph, x: Tensor): Tensor {
  return g.add('Shape', [x], { ...T(x.type), out_type: int32 }, ['int32'])[0];
}

/** The part that begins at `begin` and has `size`, where -1 stands for all that is left. */
export function slice(g: Graph, x: Tensor, begin: readonly number[], size: readonly number[]): Tensor {
  return sliceAt(g, x, ints(g, begin), ints(g, size));
}

/** `slice` with a begin and a size that are computed. */
export function sliceAt(g: Graph, x: Tensor, begin: Tensor, size: Tensor): Tensor {
  return g.add('Slice', [x, begin, size], { ...T(x.type), Index: int32 }, [x.type])[0];
}

export function concat(g: Graph, tensors: readonly Tensor[], axis: number): Tensor {
  const { type } = tensors[0];
  const attributes = { N: { int: tensors.length }, ...T(type), Tidx: int32 };
  return g.add('ConcatV2', [...tensors, ints(g, [axis], [])], attributes, [type])[0];
}

/** What lies at some places of an axis, or at one. */
export function gather(g: Graph, x: Tensor, indices: Tensor, axis = 0): Tensor {
  const attributes = { Tparams: { type: x.type }, Tindices: int32, Taxis: int32, batch_dims: { int: 0 } };
  return g.add('GatherV2', [x, indices, ints(g, [axis], [])], attributes, [x.type])[0];
}

/** Rows for columns. */
export function transpose(g: Graph, x: Tensor): Tensor {
  return g.add('Transpose', [x, ints(g, [1, 0])], { ...T(x.type), Tperm: int32 }, [x.type])[0];
}

/** Joins scalars or equal shapes along a new first axis. */
export function pack(g: Graph, tensors: readonly Tensor[]): Tensor {
  const { type } = tensors[0];
  const attributes = { N: { int: tensors.length }, ...T(type), axis: { int: 0 } };
  return g.add('Pack', tensors, attributes, [type])[0];
}

/** Adds `before` and `after` zeros on each axis. */
export function pad(g: Graph, x: Tensor, paddings: readonly (readonly [number, number])[]): Tensor {
  const amounts = ints(g, paddings.flat(), [paddings.length, 2]);
  return g.add('Pad', [x, amounts], { ...T(x.type), Tpaddings: int32 }, [x.type])[0];
}

/** The same bytes as numbers of another size: the last axis shrinks, or a new one grows, to make up for it. */
export function bitcast(g: Graph, x: Tensor, to: Type): Tensor {
  return g.add('Bitcast', [x], { ...T(x.type), type: { type: to } }, [to])[0];
}

/** The sum over one axis, or over all of a vector. */
export function sum(g: Graph, x: Tensor, axis = 0): Tensor {
  const attributes = { ...T(x.type), Tidx: int32, keep_dims: { bool: false } };
  return g.add('Sum', [x, ints(g, [axis])], attributes, [x.type])[0];
}

/** The place of the largest along an axis, the first of equals. */
export function argMax(g: Graph, x: Tensor, axis: number): Tensor {
  const attributes = { ...T(x.type), Tidx: int32, output_type: int32 };
  return g.add('ArgMax', [x, ints(g, [axis], [])], attributes, ['int32'])[0];
}

/** The same value, given only after some nodes have run. */
export function identity(g: Graph, x: Tensor, after: readonly Tensor[] = []): Tensor {
  return g.add('Identity', [x], T(x.type), [x.type], after)[0];
}
