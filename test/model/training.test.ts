import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fitTrainer } from '../../src/model/fit-trainer';
import type { TrainOptions } from '../../src/model/trainer';
import { readWeights } from '../../src/model/weights';
import { formulaDigits } from './formula';

const trainer = fitTrainer;
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

describe(`training with ${trainer.name}`, () => {
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

  it('keeps no tensors', async () => {
    const model = small();
    await trainer.train(model, train, validation, options);
    const before = tf.memory().numTensors;
    await trainer.train(model, train, validation, options);
    expect(tf.memory().numTensors).toBe(before);
  });
});
