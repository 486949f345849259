import { describe, expect, it } from 'vitest';
import type { Digits } from '../../src/dataset/digits';
import { digitsHash } from '../../src/dataset/digits-hash';
import { classCounts, pick, subset } from '../../src/dataset/subset';

/** Pictures whose every byte is their number, labelled in turn by `labels`. */
function numbered(count: number, labels: number[], scale = 1): Digits {
  return {
    images: Uint8Array.from({ length: count * 784 }, (_, i) => Math.floor(i / 784)),
    labels: Uint8Array.from({ length: count }, (_, i) => labels[i % labels.length]),
    scale,
  };
}

describe('pick', () => {
  it('takes pictures and labels together, in the order asked for', () => {
    const { images, labels } = pick(numbered(4, [5, 6, 7, 8]), [2, 0]);
    expect([images.length, images[0], images[783], images[784]]).toEqual([1568, 2, 2, 0]);
    expect([...labels]).toEqual([7, 5]);
  });
});

describe('subset', () => {
  it('keeps order and the proportions of the classes', () => {
    const chosen = subset(numbered(200, [0, 0, 0, 1]), 22, 3);
    // 16.5 and 5.5: the seat that is left goes to the first of equal remainders.
    expect(classCounts(chosen.labels).slice(0, 2)).toEqual([17, 5]);
    const order = Array.from({ length: 22 }, (_, i) => chosen.images[i * 784]);
    expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
  });

  it('refuses more than there are', () => {
    expect(() => subset(numbered(4, [1]), 5, 0)).toThrow(/from 1 to 4, got 5/);
  });
});

describe('digitsHash', () => {
  it('changes with a pixel, a label or the scale, and with nothing else', () => {
    const digits = numbered(3, [1, 2, 3]);
    const hash = digitsHash(digits);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(digitsHash(numbered(3, [1, 2, 3]))).toBe(hash);
    expect(digitsHash(numbered(3, [1, 2, 4]))).not.toBe(hash);
    expect(digitsHash({ ...digits, scale: 1 / 255 })).not.toBe(hash);
    expect(
      digitsHash({ ...digits, images: digits.images.map((byte, i) => (i === 5 ? byte + 1 : byte)) }),
    ).not.toBe(hash);
  });
});
