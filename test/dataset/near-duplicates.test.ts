import { describe, expect, it } from 'vitest';
import { random } from '../../src/common/random';
import type { Item } from '../../src/dataset/balanced-set';
import { nearDuplicate, nearestPhotos } from '../../src/dataset/near-duplicates';
import { area } from '../../src/imaging/image';
import { nearDuplicates } from '../../src/report/figures/near-duplicates';

function item(id: string, label: number, sheet: string): Item {
  return { id, file: `photos/${label}/${id}.jpg`, sha256: 'a'.repeat(64), label, sheet, writer: 'w1' };
}

/** Pictures of seeded blots: the same blot for the same name, a touch brighter or darker each. */
function blots(names: string[]): Uint8Array {
  const images = new Uint8Array(names.length * area);
  for (const [i, name] of names.entries()) {
    const stream = random(3, name);
    const brightness = 1 - 0.1 * i;
    for (let k = 0; k < area; k++) images[i * area + k] = stream.uniform() < 0.2 ? 250 * brightness : 0;
  }
  return images;
}

const items = [
  item('a', 1, 's1'),
  item('b', 1, 's1'),
  item('c', 1, 's2'),
  item('d', 2, 's1'),
  item('e', 1, 's3'),
];
const images = blots(['x', 'x', 'x', 'x', 'y']);

describe('near-duplicates', () => {
  it('are found on the own sheet and on others, among photos of the same digit, however bright', () => {
    const [a, , c, d, e] = nearestPhotos(items, { images });
    expect(a.sameSheet?.id).toBe('b');
    expect(a.sameSheet?.distance).toBeLessThan(1e-3);
    expect(a.otherSheet?.id).toBe('c');
    expect(c.sameSheet).toBeUndefined();
    expect(c.otherSheet?.distance).toBeLessThan(nearDuplicate);
    expect(d).toEqual({ id: 'd', sameSheet: undefined, otherSheet: undefined });
    expect(e.otherSheet?.distance).toBeGreaterThan(nearDuplicate);
  });

  it('have the distance that the definition gives', () => {
    const two = new Uint8Array(2 * area);
    // Two blocks of 2×2 pixels each, one of them shared: the cosine is 1/2.
    for (const k of [0, 1, 28, 29, 4, 5, 32, 33]) two[k] = 100;
    for (const k of [0, 1, 28, 29, 8, 9, 36, 37]) two[area + k] = 50;
    const [first] = nearestPhotos([item('a', 1, 's1'), item('b', 1, 's2')], { images: two });
    expect(first.otherSheet?.distance).toBeCloseTo(0.5, 6);
  });

  it('are counted in the figure', () => {
    const { summary, data } = nearDuplicates(nearestPhotos(items, { images }));
    expect(summary).toContain('100');
    const counted = (data as { y: number[] }[]).map(({ y }) => y.reduce((sum, count) => sum + count, 0));
    expect(counted).toEqual([2, 4]);
  });
});
