import type * as tf from '@tensorflow/tfjs-node';
import { afterAll, describe, expect, it } from 'vitest';
import { optimize, type PassOptions, plain } from '../../../src/model/compiler/passes/index';
import { readNetwork } from '../../../src/model/compiler/read';
import { fitEngine } from '../../../src/model/fit-trainer';
import { readWeights } from '../../../src/model/weights';
import { formulaDigits } from '../formula';
import { distance, drawnNetwork, engineOn, networkOf, networks, range, withFormulaWeights } from './networks';

// Half the background is plain black, so that equal values meet in most pools.
const digits = formulaDigits(48);

/** Plain descent with a rate of 1 changes each weight by minus its gradient. */
const descent = { kind: 'sgd', learningRate: 1 } as const;

interface Gradients {
  loss: number;
  change: Float32Array[];
}

async function gradients(model: tf.Sequential, passes: PassOptions): Promise<Gradients> {
  const before = readWeights(model);
  const engine = await engineOn(model, digits, passes, descent);
  const { loss } = engine.step(range(0, 33));
  const after = engine.weights();
  engine.dispose();
  return { loss, change: before.map((w, i) => w.map((v, k) => v - after[i][k])) };
}

/** What tf.grads gives for the same batch. */
function expectedGradients(model: tf.Sequential): Gradients {
  const before = readWeights(model);
  const engine = fitEngine(model, digits, digits, { epochs: 1, seed: 1, optimizer: descent });
  const { loss } = engine.step(range(0, 33));
  return { loss, change: engine.weights().map((w, i) => w.map((v, k) => before[i][k] - v)) };
}

function expectSame(found: Gradients, expected: Gradients): void {
  expect(found.loss / expected.loss).toBeCloseTo(1, 5);
  expect(distance(found.change, expected.change)).toBeLessThan(2e-5);
}

describe.each(Object.keys(networks))('%s', (name) => {
  const stored: Gradients[] = [];
  const plainGradients = async () => {
    stored[0] ??= await gradients(networkOf(name), plain);
    return stored[0];
  };
  afterAll(() => {
    stored.length = 0;
  });

  it('has the loss and the gradients that tf.grads gives', async () => {
    expectSame(await plainGradients(), expectedGradients(networkOf(name)));
  });

  it.each([
    ['poolBeforeRelu', { ...plain, poolBeforeRelu: true }],
    ['noDeadPixels', { ...plain, noDeadPixels: true }],
    ['fuseConvolutionAndPool', { ...plain, poolBeforeRelu: true, fuseConvolutionAndPool: true }],
    ['poolByPairs', { ...plain, poolByPairs: true }],
    ['three shards', { ...plain, shards: 3 }],
    ['all of them', { poolByPairs: true }],
  ] as [string, PassOptions][])('keeps them under %s', async (_, passes) => {
    expectSame(await gradients(networkOf(name), passes), await plainGradients());
  });
});

describe('layers of random shapes', () => {
  it.each([1, 2, 3, 4])(
    'have the gradients that tf.grads gives, plain and rewritten, draw %i',
    async (seed) => {
      const model = () => withFormulaWeights(drawnNetwork(seed));
      const expected = expectedGradients(model());
      expectSame(await gradients(model(), plain), expected);
      expectSame(await gradients(model(), { poolByPairs: true }), expected);
    },
  );
});

describe('the passes', () => {
  const kinds = (name: string, passes: PassOptions) =>
    optimize(readNetwork(networkOf(name), 1), passes).blocks.map((b) => `${b.kind} ${b.output.join('×')}`);

  it('turn the blocks of the experiment into those that were measured as fastest', () => {
    const name = 'the pools of the experiment, with odd sizes';
    expect(kinds(name, { poolByPairs: true }).slice(0, 4)).toEqual([
      'convPool 12×12×4',
      'relu 12×12×4',
      'conv2d 10×10×3',
      'pairPool 5×5×3',
    ]);
    expect(kinds(name, plain).slice(0, 4)).toEqual([
      'conv2d 26×26×4',
      'relu 26×26×4',
      'maxPool 13×13×4',
      'conv2d 11×11×3',
    ]);
  });

  it('crop behind a convolution that pads, never before it', () => {
    const name = 'a same convolution before an odd pool';
    expect(kinds(name, { ...plain, noDeadPixels: true }).slice(0, 4)).toEqual([
      'conv2d 25×25×3',
      'conv2d 25×25×3',
      'crop 24×24×3',
      'relu 24×24×3',
    ]);
  });

  it('leave what they have no rewrite for as it is', () => {
    const name = 'overlapping and same pools';
    expect(kinds(name, { fuseConvolutionAndPool: true, poolByPairs: true, shards: 1 })).toContain(
      'maxPool 13×13×3',
    );
    expect(kinds('average pools, valid and same', { poolByPairs: true })).toContain('averagePool 13×13×3');
  });
});
