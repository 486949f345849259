import { beforeAll, describe, expect, it } from 'vitest';
import { digitCnn } from '../../src/model/cnn';
import { evaluate } from '../../src/model/evaluate';
import { fitEngine } from '../../src/model/fit-trainer';
import { formulaDigits, setFormulaWeights } from './formula';
import stored from './keras-steps.json';

describe('against Keras', () => {
  const model = digitCnn(1);
  beforeAll(() => setFormulaWeights(model));

  it('evaluates to the loss and accuracy that Keras gives', async () => {
    const { loss, accuracy } = await evaluate(model, formulaDigits(320));
    expect(loss).toBeCloseTo(stored.adam.before[0], 5);
    expect(accuracy).toBeCloseTo(stored.adam.before[1], 6);
  });

  it('gives large losses on raw pixels as Keras does, without overflow', async () => {
    const { loss } = await evaluate(model, formulaDigits(320, 1));
    expect(loss / stored.raw.before[0]).toBeCloseTo(1, 5);
  });
});

describe('the plain trainer', () => {
  it.each([
    ['adam', { kind: 'adam' }],
    ['sgd', { kind: 'sgd', learningRate: 0.01, momentum: 0.9 }],
  ] as const)('takes the first ten steps with %s as Keras does', async (name, optimizer) => {
    const model = digitCnn(1);
    setFormulaWeights(model);
    const digits = formulaDigits(320);
    const engine = fitEngine(model, digits, digits, { epochs: 1, seed: 1, optimizer });
    for (let step = 0; step < 10; step++) {
      const { loss } = engine.step(Int32Array.from({ length: 32 }, (_, i) => 32 * step + i));
      expect(loss / 32 / stored[name].losses[step]).toBeCloseTo(1, 4);
    }
    expect((await engine.validate()).loss).toBeCloseTo(stored[name].after[0], 4);
    engine.dispose();
  });
});
