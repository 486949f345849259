import pl from 'nodejs-polars';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/common/random';
import type { Item } from '../../src/dataset/balanced-set';
import { parquetOf } from '../../src/dataset/parquet';
import type { Custom } from '../../src/dataset/prepare-custom';
import { area } from '../../src/imaging/image';

const stream = random(3, 'parquet');
const images = Uint8Array.from({ length: 5 * area }, () => stream.integer(256));
const items = ['s1', 's1', 's2', 's1', 's3'].map((sheet, i): Item => {
  const [id, label] = ['abcde'[i], i === 3 ? 2 : 1];
  return { id, file: `photos/${label}/${id}.jpg`, sha256: 'a'.repeat(64), label, sheet, writer: 'w1' };
});

describe('a set as Parquet', () => {
  it('comes back with its pixels, labels, sheets, writers and properties', () => {
    const custom: Custom = {
      train: { images: images.slice(0, 3 * area), labels: Uint8Array.of(1, 1, 1), scale: 1 },
      validation: { images: images.slice(3 * area), labels: Uint8Array.of(2, 1), scale: 1 },
      trainItems: items.slice(0, 3),
      validationItems: items.slice(3),
      refused: [{ id: 'c', file: 'photos/1/c.jpg', reason: 'no digit' }],
      steps: [],
    };
    const frame = pl.readParquet(parquetOf(custom));
    expect(frame.height).toBe(5);
    expect(frame.getColumn('label').toArray()).toEqual([1, 1, 1, 2, 1]);
    expect(frame.getColumn('part').toArray()).toEqual([
      'train',
      'train',
      'train',
      'validation',
      'validation',
    ]);
    expect(frame.getColumn('refused').toArray()).toEqual([null, null, 'no digit', null, null]);
    expect(frame.getColumn('sheet').toArray()).toEqual(['s1', 's1', 's2', 's1', 's3']);
    expect(frame.getColumn('writer').toArray()).toEqual(Array(5).fill('w1'));
    const pixels = frame.getColumn('pixels').toArray() as unknown as ArrayLike<number>[];
    for (const [i, row] of pixels.entries()) {
      expect(Array.from(row)).toEqual(Array.from(images.subarray(i * area, (i + 1) * area)));
    }
  });
});
