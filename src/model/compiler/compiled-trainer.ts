import { fitTrainer } from '../fit-trainer';
import { trainWith } from '../loop';
import type { Trainer } from '../trainer';
import { graphEngine } from './engine';
import type { Network } from './network';
import { forReading, optimize, type PassOptions } from './passes/index';
import { readNetwork, Unsupported } from './read';

/**
 * A trainer that hands TensorFlow each step as one graph, with the rewrites that are on.
 *
 * A model that it can't compile is trained by `fitTrainer`, and the outcome's note names the layer and why.
 */
export function compiledTrainer(passes: PassOptions = {}): Trainer {
  return {
    name: 'compiled',
    async train(model, train, validation, options) {
      let network: Network;
      try {
        network = readNetwork(model, options.seed);
      } catch (error) {
        if (!(error instanceof Unsupported)) throw error;
        const trained = await fitTrainer.train(model, train, validation, options);
        return { ...trained, note: `not compiled, ${error.message}` };
      }
      const [learning, reading] = [passes, forReading(passes)].map((on) => optimize(network, on));
      const engine = () => graphEngine(learning, reading, model, train, validation, options);
      return trainWith('compiled', engine, model, train, validation, options);
    },
  };
}
