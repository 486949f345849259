import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-node';
import { describe, expect, it } from 'vitest';
import { digitCnn } from '../../src/model/cnn';
import { evaluate, features } from '../../src/model/evaluate';
import { hashWeights } from '../../src/model/fingerprint';
import { score } from '../../src/model/score';
import { summarize, summaryTable } from '../../src/model/summary';
import { readWeights } from '../../src/model/weights';
import { formulaDigits } from './formula';

describe('digitCnn', () => {
  it('has the 225,034 parameters and 879.04 KB of the experiment', () => {
    const summary = summarize(digitCnn(1));
    expect(summary.parameters).toBe(225_034);
    expect(summary.trainable).toBe(225_034);
    expect(summary.size).toBe('879.04 KB');
    expect(summaryTable(summary)).toEqual([
      ['conv2d (Conv2D)', '(None, 26, 26, 32)', '320'],
      ['max_pooling2d (MaxPooling2D)', '(None, 13, 13, 32)', '0'],
      ['conv2d_1 (Conv2D)', '(None, 11, 11, 64)', '18,496'],
      ['max_pooling2d_1 (MaxPooling2D)', '(None, 5, 5, 64)', '0'],
      ['flatten (Flatten)', '(None, 1600)', '0'],
      ['dense (Dense)', '(None, 128)', '204,928'],
      ['dense_1 (Dense)', '(None, 10)', '1,290'],
    ]);
  });

  it('starts from the same weights for the same seed, in another process too', () => {
    const here = hashWeights(readWeights(digitCnn(7)));
    const script = join(__dirname, 'print-weights.ts');
    const there = execFileSync(process.execPath, ['--import', 'tsx', script, '7'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(there.toString().trim()).toBe(here);
    expect(hashWeights(readWeights(digitCnn(8)))).not.toBe(here);
  });

  it("draws each kernel from Glorot's range and no two layers alike", () => {
    const weights = readWeights(digitCnn(3));
    const limit = Math.sqrt(6 / (9 * 32 + 9 * 64));
    expect(Math.max(...weights[2].map(Math.abs))).toBeLessThanOrEqual(limit);
    expect(Math.max(...weights[2].map(Math.abs))).toBeGreaterThan(0.99 * limit);
    expect(weights[1].every((bias) => bias === 0)).toBe(true);
    expect(weights[0][0]).not.toBe(weights[2][0]);
  });
});

describe('evaluate', () => {
  const digits = formulaDigits(523);
  const model = digitCnn(2);

  it("agrees with the model's own predictions, and with a count by hand", async () => {
    const result = await evaluate(model, digits);
    const expected = tf.tidy(() => {
      const pixels = Float32Array.from(digits.images, (byte) => byte * Math.fround(digits.scale));
      return (model.predict(tf.tensor4d(pixels, [523, 28, 28, 1])) as tf.Tensor).dataSync();
    });
    for (let i = 0; i < expected.length; i++) expect(result.probabilities[i]).toBeCloseTo(expected[i], 5);
    expect(result.count).toBe(523);
    expect(result.batches).toBe(17);
    const right = result.predicted.filter((digit, i) => digit === digits.labels[i]).length;
    expect(result.accuracy).toBeCloseTo(right / 523, 12);
    expect(result.confusion.flat().reduce((a, b) => a + b)).toBe(523);
    expect(result.confusion.reduce((sum, row, i) => sum + row[i], 0)).toBe(right);
    const mean = digits.labels.reduce((sum, l, i) => sum - Math.log(expected[10 * i + l]), 0) / 523;
    expect(result.loss).toBeCloseTo(mean, 4);
  });

  it('stays finite where a softmax would saturate', () => {
    const logits = new Float32Array(10);
    logits[3] = 1e4;
    expect(score(logits, Uint8Array.of(5)).loss).toBe(1e4);
    expect(score(logits, Uint8Array.of(3)).loss).toBe(0);
  });

  it('counts 313 batches in 10,000 digits and 23 in 710', () => {
    const batches = (n: number) => score(new Float32Array(10 * n), new Uint8Array(n)).batches;
    expect([batches(10_000), batches(710)]).toEqual([313, 23]);
  });

  it('gives the 128 features that the last layer reads', async () => {
    const found = await features(model, digits);
    expect(found.length).toBe(523 * 128);
    const [kernel, bias] = model.layers[6].getWeights();
    const logits = tf.tidy(() =>
      tf
        .matMul(tf.tensor2d(found, [523, 128]), kernel as tf.Tensor2D)
        .add(bias)
        .dataSync(),
    );
    expect(score(logits as Float32Array, digits.labels).loss).toBeCloseTo(
      (await evaluate(model, digits)).loss,
      5,
    );
  });

  it('refuses an empty set, missing bytes and labels beyond 9', async () => {
    const none = { images: new Uint8Array(0), labels: new Uint8Array(0), scale: 1 };
    await expect(evaluate(model, none)).rejects.toThrow('the set to evaluate is empty');
    const short = { ...digits, images: digits.images.slice(1) };
    await expect(evaluate(model, short)).rejects.toThrow('784 bytes for each of its 523 labels');
    const wrong = { ...digits, labels: digits.labels.map(() => 11) };
    await expect(evaluate(model, wrong)).rejects.toThrow('label 0 is 11');
  });

  it('stops at an abort', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(evaluate(model, digits, { signal })).rejects.toThrow('enough');
  });
});
