import type { Graph, Tensor } from './graph';
import { add, compare, identity, ints, typed } from './ops';

/**
 * Runs what `round` adds `times` times, and gives the state after the last round.
 *
 * `round` is given its number, from 0, and the state that the round before left; it gives the next. What it adds is
 * repeated where it uses one of them, and runs once where it doesn't. A variable is read anew where the reading waits
 * for the state.
 */
export function repeat(
  g: Graph,
  times: Tensor,
  start: Tensor,
  round: (number: Tensor, state: Tensor) => Tensor,
): Tensor {
  const [zero, one] = [ints(g, [0], []), ints(g, [1], [])];
  return g.inLoop((enter) => {
    const [number, state] = [zero, start].map(enter).map((first) => {
      // The second input, which is taken from the second round on, is led here below.
      const attributes = { N: { int: 2 }, T: { type: first.type } };
      return g.add('Merge', [first, first], attributes, [first.type, 'int32'])[0];
    });
    const [goesOn] = g.add('LoopCond', [compare(g, 'Less', number, times)], {}, ['bool']);
    const [[, numberNow], [stateAfter, stateNow]] = [number, state].map((value) =>
      g.add('Switch', [value, goesOn], typed(value), [value.type, value.type]),
    );
    const current = identity(g, numberNow);
    const next = [add(g, current, one), round(current, identity(g, stateNow))];
    next.forEach((value, i) => {
      const [back] = g.add('NextIteration', [value], typed(value), [value.type]);
      g.lead(back, [number, state][i], 1);
    });
    return g.add('Exit', [stateAfter], typed(stateAfter), [stateAfter.type])[0];
  });
}
