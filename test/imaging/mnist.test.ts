import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { repository } from '../../src/common/workspace';
import { prepare } from '../../src/imaging/pipeline';
import { pipeline, type Step } from '../../src/imaging/steps';
import { look } from './drawn';

const folder = process.env.MNIST_DIR || join(repository, '..', 'shared', 'data', 'mnist');
const file = join(folder, 't10k-images-idx3-ubyte.gz');
const there = existsSync(file);

describe.skipIf(!there)(`real digits of MNIST${there ? '' : ` (skipped: no ${file})`}`, () => {
  const count = 300;
  const pixels = there
    ? new Uint8Array(gunzipSync(readFileSync(file)).subarray(16, 16 + count * 784))
    : new Uint8Array();
  const digits = Array.from({ length: there ? count : 0 }, (_, i) => pixels.subarray(i * 784, (i + 1) * 784));
  const read = (digit: Uint8Array, steps: ReadonlySet<Step>) =>
    prepare({ width: 28, height: 28, pixels: digit }, steps);
  const difference = (a: Uint8Array, b: Uint8Array) =>
    a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / 784;

  it('pass as shot to the byte', () => {
    for (const digit of digits) expect(read(digit, pipeline('as-shot')).image).toEqual(digit);
  });

  it('are not refused', () => {
    expect(digits.filter((digit) => read(digit, pipeline('mnist')).refused).length).toBeLessThanOrEqual(
      count / 100,
    );
  });

  it("pass MNIST's own recipe nearly unchanged", () => {
    const differences = digits
      .map((digit) => difference(read(digit, pipeline('mnist')).image, digit))
      .sort((a, b) => a - b);
    expect(differences[count / 2]).toBeLessThan(4);
    expect(differences[Math.floor(0.95 * count)]).toBeLessThan(20);
  });

  it('keep their centre of mass where MNIST has it', () => {
    for (const digit of digits) {
      const { x, y } = look(read(digit, pipeline('mnist')).image);
      expect(Math.hypot(x - 14, y - 14)).toBeLessThan(1.2);
    }
  });

  it('come out the same when they are turned over, dark ink on light paper', () => {
    for (const digit of digits) {
      const turned = read(
        digit.map((value) => 255 - value),
        pipeline('mnist'),
      ).image;
      expect(difference(turned, read(digit, pipeline('mnist')).image)).toBeLessThan(6);
    }
  });
});
