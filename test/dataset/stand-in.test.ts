import { describe, expect, it } from 'vitest';
import { digitsHash } from '../../src/dataset/digits-hash';
import { standIn } from '../../src/dataset/stand-in';
import { classCounts } from '../../src/dataset/subset';

describe('standIn', () => {
  it("follows MNIST's recipe: ink fitted to 20 pixels, its centre of mass in the middle, light on black", async () => {
    const { images, labels, scale } = (await standIn({ train: 200, test: 10 })).train;
    expect(scale).toBe(1 / 255);
    for (let n = 0; n < labels.length; n++) {
      let [left, right, top, bottom, mass, x, y] = [28, -1, 28, -1, 0, 0, 0];
      for (let i = 0; i < 784; i++) {
        const ink = images[n * 784 + i];
        if (ink === 0) continue;
        const [row, column] = [Math.floor(i / 28), i % 28];
        [left, right] = [Math.min(left, column), Math.max(right, column)];
        [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
        mass += ink;
        x += ink * (column + 0.5);
        y += ink * (row + 0.5);
      }
      expect(Math.max(right - left, bottom - top) + 1).toBeGreaterThanOrEqual(19);
      expect(Math.max(right - left, bottom - top) + 1).toBeLessThanOrEqual(20);
      // Whole pixels, as MNIST's were moved: half a pixel from the centre at most, unless the box is at the edge.
      if (left > 0 && right < 27) expect(Math.abs(x / mass - 14)).toBeLessThanOrEqual(0.501);
      if (top > 0 && bottom < 27) expect(Math.abs(y / mass - 14)).toBeLessThanOrEqual(0.501);
    }
    expect([images[0], Math.max(...images.subarray(0, 784))]).toEqual([0, 255]);
  });

  it("has every digit as often, and about MNIST's mean grey of 33.3", async () => {
    const { train, test } = await standIn({ train: 500, test: 100 });
    expect(classCounts(train.labels)).toEqual(new Array(10).fill(50));
    expect(classCounts(test.labels)).toEqual(new Array(10).fill(10));
    const mean = train.images.reduce((sum, byte) => sum + byte, 0) / train.images.length;
    expect(mean).toBeGreaterThan(28);
    expect(mean).toBeLessThan(38);
  });

  it('is the same for the same seed, and another for another', async () => {
    const hash = async (seed: number): Promise<string> =>
      digitsHash((await standIn({ train: 30, test: 10, seed })).train);
    expect(await hash(1)).toBe(await hash(1));
    expect(await hash(1)).not.toBe(await hash(2));
  });

  it('is never larger than its own size, and names itself', async () => {
    const { source, sha256, test } = await standIn({ train: 20, test: 10, seed: 7, reason: 'no network' });
    expect(source).toEqual({ kind: 'stand-in', where: 'virtual writers, seed 7 (no network)' });
    expect(sha256['stand-in-test']).toBe(digitsHash(test));
  });

  it('stops when it is aborted', async () => {
    await expect(standIn({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});
