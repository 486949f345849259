import type { AdamSettings, SgdSettings } from '../optimizer';
import type { Graph, Tensor } from './graph';
import { floats, multiply } from './ops';
import { assign, effect, read, type Variable, variable } from './variables';

/** An optimizer written into a graph. */
export interface Updates {
  /** Its own variables, each with the value that it starts from. */
  state: { variable: Variable; start: Float32Array }[];
  /**
   * Adds the update of every weight, each after everything in its `after`, once `before` is there; gives what to wait
   * for.
   */
  apply(gradients: Tensor[], after: Tensor[][], before: Tensor): Tensor[];
}

/** Adam or gradient descent on these weights with a learning rate that is a variable. */
export function optimizerOf(
  g: Graph,
  settings: Required<AdamSettings> | Required<SgdSettings>,
  weights: Variable[],
  rate: Variable,
): Updates {
  return settings.kind === 'adam' ? adam(g, settings, weights, rate) : sgd(g, settings, weights, rate);
}

/** Adam as Keras has it, `ResourceApplyAdam`; the powers of both betas are kept, and raised after each step. */
function adam(g: Graph, settings: Required<AdamSettings>, weights: Variable[], rate: Variable): Updates {
  const slots = weights.map((weight) => [like(g, weight, 'm'), like(g, weight, 'v')]);
  const powers = [variable(g, 'beta1 power', 'float', []), variable(g, 'beta2 power', 'float', [])];
  const betas = [settings.beta1, settings.beta2];
  return {
    state: [
      ...slots.flat().map(zeros),
      ...powers.map((power, i) => ({ variable: power, start: Float32Array.of(betas[i]) })),
    ],
    apply(gradients, after, before) {
      const constants = betas.map((beta) => floats(g, [beta]));
      const epsilon = floats(g, [settings.epsilon]);
      const [power1, power2] = powers.map((power) => read(g, power, [before]));
      const learningRate = read(g, rate);
      const updates = weights.map((weight, i) =>
        effect(
          g,
          'ResourceApplyAdam',
          [
            weight.handle,
            ...slots[i].map((slot) => slot.handle),
            ...[power1, power2, learningRate, ...constants, epsilon, gradients[i]],
          ],
          { T: { type: 'float' }, use_locking: { bool: false } },
          after[i],
        ),
      );
      const raised = [power1, power2].map((power, i) =>
        assign(g, powers[i], multiply(g, power, constants[i]), updates),
      );
      return [...updates, ...raised];
    },
  };
}

function sgd(g: Graph, settings: Required<SgdSettings>, weights: Variable[], rate: Variable): Updates {
  const attributes = { T: { type: 'float' }, use_locking: { bool: false } } as const;
  const slots = settings.momentum > 0 ? weights.map((weight) => like(g, weight, 'velocity')) : [];
  return {
    state: slots.map(zeros),
    apply(gradients, after) {
      const learningRate = read(g, rate);
      const momentum = floats(g, [settings.momentum]);
      return weights.map(({ handle }, i) =>
        slots.length > 0
          ? effect(
              g,
              'ResourceApplyKerasMomentum',
              [handle, slots[i].handle, learningRate, gradients[i], momentum],
              { ...attributes, use_nesterov: { bool: false } },
              after[i],
            )
          : effect(
              g,
              'ResourceApplyGradientDescent',
              [handle, learningRate, gradients[i]],
              attributes,
              after[i],
            ),
      );
    },
  };
}

function like(g: Graph, weight: Variable, slot: string): Variable {
  return variable(g, `${slot} of ${weight.name}`, 'float', weight.shape);
}

function zeros(slot: Variable): { variable: Variable; start: Float32Array } {
  return { variable: slot, start: new Float32Array((slot.shape ?? []).reduce((n, d) => n * d, 1)) };
}
