import * as tf from '@tensorflow/tfjs-node';
import { describe, expect, it } from 'vitest';
import { digitCnn } from '../../../src/model/cnn';
import { compiledTrainer } from '../../../src/model/compiler/compiled-trainer';
import { plain } from '../../../src/model/compiler/passes/index';
import { fitEngine } from '../../../src/model/fit-trainer';
import { score } from '../../../src/model/score';
import { readWeights } from '../../../src/model/weights';
import { formulaDigits, setFormulaWeights } from '../formula';
import stored from '../keras-steps.json';
import { distance, engineOn, networkOf, networks, range } from './networks';

const digits = formulaDigits(320);
const small = 'dense layers alone';

describe('against Keras', () => {
  it.each([
    ['adam', 'plain', plain],
    ['adam', 'rewritten', {}],
    ['sgd', 'rewritten', {}],
  ] as const)('takes the first ten steps with %s as Keras does, %s', async (name, _, passes) => {
    const model = digitCnn(1);
    setFormulaWeights(model);
    const sgd = { kind: 'sgd', learningRate: 0.01, momentum: 0.9 } as const;
    const engine = await engineOn(model, digits, passes, name === 'sgd' ? sgd : undefined);
    for (let step = 0; step < 10; step++) {
      const { loss } = engine.step(range(32 * step, 32 * step + 32));
      expect(Math.abs(loss / 32 - stored[name].losses[step])).toBeLessThan(1e-5);
    }
    const { loss, accuracy } = await engine.validate();
    expect(loss).toBeCloseTo(stored[name].after[0], 4);
    expect(accuracy).toBeCloseTo(stored[name].after[1], 6);
    engine.dispose();
  });
});

describe('a compiled step', () => {
  it.each([1, 2, 3, 5, 31])('takes a short batch of %i as tf.grads does', async (length) => {
    const name = 'the pools of the experiment, with odd sizes';
    const optimizer = { kind: 'sgd', learningRate: 1 } as const;
    const model = networkOf(name);
    const ours = await engineOn(model, digits, { shards: 2 }, optimizer);
    const theirs = fitEngine(model, digits, digits, { epochs: 1, seed: 1, optimizer });
    const first = ours.step(range(0, length));
    const expected = theirs.step(range(0, length));
    expect(first.loss / expected.loss).toBeCloseTo(1, 5);
    expect(first.correct).toBe(expected.correct);
    expect(distance(ours.weights(), theirs.weights())).toBeLessThan(2e-5);
    ours.dispose();
  });

  it('comes out the same to the bit in a call with others as in one of its own', async () => {
    const model = () => {
      const layers = networks['the pools of the experiment, with odd sizes']();
      return tf.sequential({
        layers: [...layers.slice(0, -1), tf.layers.dropout({ rate: 0.4, name: 'drop' }), ...layers.slice(-1)],
      });
    };
    const [together, alone] = await Promise.all(
      [model(), model()].map((m) => {
        setFormulaWeights(m);
        return engineOn(m, digits, {});
      }),
    );
    const batches = [0, 1, 2, 3, 4].map((i) => range(30 * i, 30 * i + 30));
    const found = [batches.slice(0, 3), batches.slice(3)].flatMap((some) => together.steps?.(some));
    expect(found).toEqual(batches.map((batch) => alone.step(batch)));
    expect(together.state()).toEqual(alone.state());
    expect(() => together.steps?.([range(0, 4), range(4, 7)])).toThrow('one length but have 4 and 3');
    together.dispose();
    alone.dispose();
  });

  it('that fails changes nothing and leaves the engine usable', async () => {
    const failing = await engineOn(networkOf(small), digits, {});
    const other = await engineOn(networkOf(small), digits, {});
    failing.step(range(0, 32));
    other.step(range(0, 32));
    const tensors = tf.memory().numTensors;
    expect(() => failing.step(Int32Array.of(1, 2, 320, 4))).toThrow(/320/);
    expect(() => failing.step(Int32Array.of(-1))).toThrow(/-1/);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(failing.weights()).toEqual(other.weights());
    expect(failing.step(range(32, 64))).toEqual(other.step(range(32, 64)));
    expect(failing.weights()).toEqual(other.weights());
    failing.dispose();
    other.dispose();
  });

  it('keeps clear of another engine in the same process', async () => {
    const alone = await engineOn(networkOf(small), digits, {});
    const expected = [0, 1, 2].map((i) => alone.step(range(32 * i, 32 * i + 32)));
    const expectedWeights = alone.weights();
    alone.dispose();
    const a = await engineOn(networkOf(small), digits, {});
    const b = await engineOn(networkOf(small), formulaDigits(64, 1), {}, { kind: 'sgd', learningRate: 0.1 });
    const found = [0, 1, 2].map((i) => {
      b.step(range(0, 17));
      return a.step(range(32 * i, 32 * i + 32));
    });
    b.dispose();
    expect(found).toEqual(expected);
    expect(a.weights()).toEqual(expectedWeights);
    a.dispose();
  });

  it('gives its state out and takes it back to the bit', async () => {
    const first = await engineOn(networkOf(small), digits, {});
    first.step(range(0, 32));
    const second = await engineOn(networkOf(small), digits, {});
    second.restore(first.state());
    expect(second.step(range(32, 64))).toEqual(first.step(range(32, 64)));
    expect(second.state()).toEqual(first.state());
    expect(() => second.restore({ steps: Float32Array.of(1) })).toThrow('the checkpoint lacks');
    first.dispose();
    second.dispose();
  });

  it('leaks nothing over 5,000 steps', async () => {
    const engine = await engineOn(networkOf(small), digits, {});
    const run = (steps: number) => {
      for (let i = 0; i < steps; i++) engine.step(range(i % 288, (i % 288) + 32));
    };
    run(1000);
    const tensors = tf.memory().numTensors;
    const before = process.memoryUsage().rss;
    run(5000);
    expect(tf.memory().numTensors).toBe(tensors);
    expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(25);
    engine.dispose();
  });

  it('sees a learning rate of zero', async () => {
    const engine = await engineOn(networkOf(small), digits, {});
    const before = engine.weights();
    engine.setRate(0);
    engine.step(range(0, 32));
    expect(engine.weights()).toEqual(before);
    engine.dispose();
  });

  it('changes no layer that is not trainable', async () => {
    const name = 'the pools of the experiment, with odd sizes';
    const model = networkOf(name);
    model.layers[0].trainable = false;
    const engine = await engineOn(model, digits, {});
    const before = readWeights(model);
    engine.step(range(0, 32));
    const after = engine.weights();
    engine.dispose();
    model.weights.forEach((weight, i) => {
      const frozen = model.layers[0].weights.includes(weight);
      expect(distance([before[i]], [after[i]]) === 0).toBe(frozen);
    });
  });
});

describe('the compiled trainer', () => {
  it('falls back to the plain one and names the layer and the reason', async () => {
    const layers = [
      tf.layers.flatten({ inputShape: [28, 28, 1] }),
      tf.layers.dense({ units: 10, activation: 'tanh', name: 'odd' }),
      tf.layers.dense({ units: 10, activation: 'softmax' }),
    ];
    const model = tf.sequential({ layers });
    const trained = await compiledTrainer().train(model, digits, digits, { epochs: 1, seed: 1 });
    expect(trained.trainer).toBe('fit');
    expect(trained.note).toBe('not compiled, layer odd: the activation tanh is not compiled here');
  });

  it('reads the same digits as the model that it leaves behind', async () => {
    const model = networkOf('average pools, valid and same');
    const { history } = await compiledTrainer().train(model, digits, digits, { epochs: 1, seed: 1 });
    const pixels = Float32Array.from(digits.images, (byte) => byte / 255);
    const logits = tf.tidy(() => {
      const probabilities = model.predict(tf.tensor4d(pixels, [320, 28, 28, 1])) as tf.Tensor;
      return tf.log(probabilities).dataSync();
    });
    const { loss, accuracy } = score(logits as Float32Array, digits.labels);
    expect(history[0].val_loss).toBeCloseTo(loss, 5);
    expect(history[0].val_accuracy).toBe(accuracy);
  });
});
