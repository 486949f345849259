import type { Graph, Tensor, Type } from './graph';

/** A value that a session keeps between runs. */
export interface Variable {
  name: string;
  type: Type;
  /** Undefined where the shape is whatever is assigned. */
  shape: readonly number[] | undefined;
  /** The handle that operations on it take. */
  handle: Tensor;
}

/** Declares a variable; its name must be the graph's only one of that name. */
export function variable(g: Graph, name: string, type: Type, shape?: readonly number[]): Variable {
  const attributes = {
    dtype: { type },
    shape: { shape: shape ?? ('unknown' as const) },
    shared_name: { text: name },
    container: { text: '' },
  };
  const [handle] = g.add('VarHandleOp', [], attributes, ['resource']);
  return { name, type, shape, handle };
}

/** The value that a variable has when this node runs. */
export function read(g: Graph, { handle, type }: Variable, after: readonly Tensor[] = []): Tensor {
  return g.add('ReadVariableOp', [handle], { dtype: { type } }, [type], after)[0];
}

/** Gives a variable a new value; the result is only something to wait for. */
export function assign(
  g: Graph,
  { handle, type }: Variable,
  value: Tensor,
  after: readonly Tensor[] = [],
): Tensor {
  return effect(g, 'AssignVariableOp', [handle, value], { dtype: { type } }, after);
}

/** Adds an operation that gives nothing, as something to wait for. */
export function effect(
  g: Graph,
  op: string,
  inputs: readonly Tensor[],
  attributes: Parameters<Graph['add']>[2],
  after: readonly Tensor[] = [],
): Tensor {
  g.add(op, inputs, attributes, [], after);
  return { node: g.nodes[g.nodes.length - 1].name, output: 0, type: 'float' };
}

/** The rows of a variable with the given indices; the session fails where one is out of range. */
export function gatherRows(g: Graph, { handle, type }: Variable, indices: Tensor): Tensor {
  const attributes = { dtype: { type }, Tindices: { type: indices.type }, batch_dims: { int: 0 } };
  return g.add('ResourceGather', [handle, indices], attributes, [type])[0];
}
