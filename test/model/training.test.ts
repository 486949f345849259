import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compiledTrainer } from '../../src/model/compiler/compiled-trainer';
import { evaluate } from '../../src/model/evaluate';
import { fitTrainer } from '../../src/model/fit-trainer';
import { type Engine, trainWith } from '../../src/model/loop';
import type { TrainOptions } from '../../src/model/trainer';
import { readWeights } from '../../src/model/weights';
import { formulaDigits } from './formula';

const train = formulaDigits(150);
const validation = formulaDigits(60);
const options: TrainOptions = { epochs: 3, seed: 4 };

/** A network small enough that a training takes a moment. */
function small(units = 8): tf.Sequential {
  const kernelInitializer = tf.initializers.glorotUniform({ seed: 1 });
  return tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [28, 28, 1] }),
      tf.layers.dense({ units, activation: 'relu', kernelInitializer }),
      tf.layers.dense({ units: 10, activation: 'softmax', kernelInitializer }),
    ],
  });
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkdrift-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe.each([fitTrainer, compiledTrainer()])('training with $name', (trainer) => {
  it('learns, and gives the same history for the same seed and another for another', async () => {
    const first = await trainer.train(small(), train, validation, { ...options, epochs: 15 });
    const { loss, accuracy, val_accuracy } = first.history[14];
    expect(loss).toBeLessThan(first.history[0].loss / 2);
    expect(accuracy).toBeGreaterThan(0.9);
    expect(val_accuracy).toBeGreaterThan(0.8);
    const again = await trainer.train(small(), train, validation, { ...options, epochs: 15 });
    expect(again.history).toEqual(first.history);
    const other = await trainer.train(small(), train, validation, { ...options, epochs: 15, seed: 5 });
    expect(other.history).not.toEqual(first.history);
  });

  it('reports every step over all epochs, and every epoch', async () => {
    const done: number[] = [];
    const epochs: number[] = [];
    await trainer.train(small(), train, validation, {
      ...options,
      onProgress: (update) => {
        expect(update.total).toBe(15);
        expect(update.detail).toMatch(/^loss \d+\.\d{4}, accuracy \d\.\d{4}$/);
        done.push(update.done);
      },
      onEpoch: (epoch) => epochs.push(epoch),
    });
    expect(done).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
    expect(epochs).toEqual([1, 2, 3]);
  });

  it.each([1, 7, 14])('ends bit for bit the same when stopped at step %i and resumed', async (stopAt) => {
    const whole = small();
    const straight = await trainer.train(whole, train, validation, options);
    const checkpoint = join(folder, 'run.checkpoint');
    const controller = new AbortController();
    const stopped = trainer.train(small(), train, validation, {
      ...options,
      checkpoint,
      signal: controller.signal,
      onProgress: ({ done }) => done === stopAt && controller.abort(new Error('stopped by the user')),
    });
    await expect(stopped).rejects.toThrow('stopped by the user');
    const model = small();
    const resumed = await trainer.train(model, train, validation, { ...options, checkpoint });
    expect(resumed.resumedAt).toBe(Math.floor(stopAt / 5));
    expect(resumed.history).toEqual(straight.history);
    expect(readWeights(model)).toEqual(readWeights(whole));
  });

  it('takes a finished training from its checkpoint, goes on with more epochs, starts over when asked', async () => {
    const checkpoint = join(folder, 'run.checkpoint');
    const trained = small();
    const first = await trainer.train(trained, train, validation, { ...options, checkpoint });
    expect(first.reused).toBe(false);
    const model = small();
    const again = await trainer.train(model, train, validation, { ...options, checkpoint });
    expect(again).toEqual({ ...first, reused: true, resumedAt: 3 });
    expect(readWeights(model)).toEqual(readWeights(trained));
    const fresh = await trainer.train(small(), train, validation, { ...options, checkpoint, fresh: true });
    expect(fresh).toMatchObject({ reused: false, resumedAt: 0, history: first.history });
    const longer = await trainer.train(small(), train, validation, { ...options, epochs: 4, checkpoint });
    expect(longer).toMatchObject({ reused: false, resumedAt: 3 });
    expect(longer.history.slice(0, 3)).toEqual(first.history);
    const shorter = trainer.train(small(), train, validation, { ...options, checkpoint });
    await expect(shorter).rejects.toThrow('has 4 epochs but 3 are wanted');
  });

  it('refuses a checkpoint of another training and names the difference', async () => {
    const checkpoint = join(folder, 'run.checkpoint');
    await trainer.train(small(), train, validation, { ...options, epochs: 1, checkpoint });
    const before = await readFile(checkpoint);
    const again = (change: Partial<TrainOptions>, model = small(), data = train) =>
      trainer.train(model, data, validation, { ...options, checkpoint, ...change });
    await expect(again({ batchSize: 16 })).rejects.toThrow('batch size 32 there, 16 here');
    await expect(again({ seed: 9 })).rejects.toThrow('seed 4 there, 9 here');
    await expect(again({ optimizer: { kind: 'sgd' } })).rejects.toThrow(
      /optimizer .*adam.* there, .*sgd.* here/,
    );
    await expect(again({}, small(9))).rejects.toThrow(/model \w+ there/);
    await expect(again({}, small(), validation)).rejects.toThrow(/training data \w+ there/);
    expect(await readFile(checkpoint)).toEqual(before);
  });

  it('refuses a damaged checkpoint', async () => {
    const checkpoint = join(folder, 'run.checkpoint');
    await trainer.train(small(), train, validation, { ...options, epochs: 1, checkpoint });
    const bytes = await readFile(checkpoint);
    for (const damaged of [
      bytes.subarray(0, bytes.length - 5),
      bytes.subarray(0, 40),
      Buffer.from('not one'),
    ]) {
      await writeFile(checkpoint, damaged);
      const again = trainer.train(small(), train, validation, { ...options, checkpoint });
      await expect(again).rejects.toThrow(/run\.checkpoint is damaged/);
    }
    bytes[bytes.length - 100] ^= 1;
    await writeFile(checkpoint, bytes);
    const flipped = trainer.train(small(), train, validation, { ...options, checkpoint });
    await expect(flipped).rejects.toThrow('its checksum differs');
  });

  it('stops when the loss is no number, naming the step and the last good checkpoint', async () => {
    const checkpoint = join(folder, 'run.checkpoint');
    const wild = { ...options, optimizer: { kind: 'sgd', learningRate: 1e30 }, checkpoint } as const;
    const run = trainer.train(small(), train, validation, wild);
    await expect(run).rejects.toThrow(
      /the loss became (NaN|Infinity) at step \d of epoch 1; there is no checkpoint/,
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it('stops early, ends with the best weights, and takes that from its checkpoint', async () => {
    const checkpoint = join(folder, 'run.checkpoint');
    // Labels that nothing explains: what is learnt of the training set makes the validation set worse.
    const noise = { ...validation, labels: validation.labels.map((_, i) => (7 * i) % 10) };
    const wanted = {
      ...options,
      ...{ epochs: 40, earlyStopping: { patience: 3 }, bestWeights: true, checkpoint },
      optimizer: { kind: 'adam', learningRate: 0.003 },
    } as const;
    const model = small();
    const first = await trainer.train(model, train, noise, wanted);
    const losses = first.history.map((epoch) => epoch.val_loss);
    expect(losses.length).toBeLessThan(40);
    expect(first.epoch).toBe(losses.indexOf(Math.min(...losses)) + 1);
    expect(losses.length).toBe(first.epoch + 3);
    expect((await evaluate(model, noise)).loss).toBeCloseTo(Math.min(...losses), 5);
    const again = small();
    const reused = await trainer.train(again, train, noise, wanted);
    expect(reused).toEqual({ ...first, reused: true, resumedAt: losses.length });
    expect(readWeights(again)).toEqual(readWeights(model));
  });

  it('follows a schedule of learning rates, over a stop and a resume too', async () => {
    const schedule = { kind: 'step', every: 1, factor: 0.5 } as const;
    const optimizer = { kind: 'sgd', learningRate: 0.2, momentum: 0.5 } as const;
    const whole = await trainer.train(small(), train, validation, { ...options, schedule, optimizer });
    const plain = await trainer.train(small(), train, validation, { ...options, optimizer });
    expect(whole.history[0]).toEqual(plain.history[0]);
    expect(whole.history[1]).not.toEqual(plain.history[1]);
    const checkpoint = join(folder, 'run.checkpoint');
    await trainer.train(small(), train, validation, {
      ...options,
      epochs: 1,
      schedule,
      optimizer,
      checkpoint,
    });
    const resumed = await trainer.train(small(), train, validation, {
      ...options,
      schedule,
      optimizer,
      checkpoint,
    });
    expect(resumed.resumedAt).toBe(1);
    expect(resumed.history).toEqual(whole.history);
  });

  it('keeps no tensors', async () => {
    const model = small();
    await trainer.train(model, train, validation, options);
    const before = tf.memory().numTensors;
    await trainer.train(model, train, validation, options);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the training loop', () => {
  /** An engine that takes a given time for each step and notes how many it was handed in each call. */
  function fakeEngine(milliseconds: number, lossOf: (step: number) => number = () => 1) {
    const calls: number[][] = [];
    let taken = 0;
    const steps = (batches: readonly Int32Array[]) => {
      calls.push(batches.map((batch) => batch.length));
      const end = performance.now() + milliseconds * batches.length;
      while (performance.now() < end);
      return batches.map(() => ({ loss: lossOf(taken++), correct: 0 }));
    };
    const engine: Engine = {
      setRate() {},
      step: (batch) => steps([batch])[0],
      steps,
      validate: async () => ({ loss: 1, accuracy: 0 }),
      weights: () => readWeights(small()),
      state: () => ({}),
      restore() {},
      dispose() {},
    };
    return { engine, calls };
  }
  const run = (engine: Engine, batchSize: number, more: Partial<TrainOptions> = {}) =>
    trainWith('fake', () => engine, small(), train, validation, { epochs: 1, seed: 1, batchSize, ...more });

  it('hands over as many steps in a call as a twentieth of a second takes, and a short batch alone', async () => {
    const quick = fakeEngine(0);
    await run(quick.engine, 4);
    expect(quick.calls.length).toBeLessThan(38);
    expect(quick.calls.flat()).toEqual([...Array.from({ length: 37 }, () => 4), 2]);
    expect(quick.calls.pop()).toEqual([2]);
    const slow = fakeEngine(12);
    await run(slow.engine, 10);
    expect(Math.max(...slow.calls.map((call) => call.length))).toBeLessThan(5);
  });

  it('names the step that went wrong among those of one call', async () => {
    const { engine, calls } = fakeEngine(0, (step) => (step === 20 ? Number.NaN : 1));
    await expect(run(engine, 4)).rejects.toThrow('the loss became NaN at step 21 of epoch 1');
    expect(calls.length).toBeLessThan(20);
  });

  it('names the last good checkpoint where there is one, and leaves it', async () => {
    const checkpoint = join(folder, 'run.checkpoint');
    const { engine } = fakeEngine(0, (step) => (step === 50 ? Number.POSITIVE_INFINITY : 1));
    await expect(run(engine, 4, { epochs: 3, checkpoint })).rejects.toThrow(
      `the loss became Infinity at step 13 of epoch 2; the last good checkpoint is ${checkpoint}, after epoch 1`,
    );
    expect(await readdir(folder)).toEqual(['run.checkpoint']);
  });
});
