import { describe, expect, it } from 'vitest';
import { random } from '../../src/common/random';
import { bounds, virtualWriter } from '../../src/handwriting';
import { allographs } from '../../src/handwriting/allographs';

const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

describe('allographs', () => {
  it('give every digit several shapes with names of their own', () => {
    expect(allographs).toHaveLength(10);
    for (const shapes of allographs) {
      expect(shapes.length).toBeGreaterThanOrEqual(6);
      expect(new Set(shapes.map(({ name }) => name)).size).toBe(shapes.length);
      for (const { weight, strokes } of shapes) {
        expect(weight).toBeGreaterThan(0);
        for (const stroke of strokes) expect(stroke.length).toBeGreaterThanOrEqual(3);
      }
    }
  });
});

describe('virtualWriter', () => {
  it('writes the same from the same seed, number and stream', () => {
    const write = () => digits.map((label) => virtualWriter(5, 3).write(label, random(1, 'ink')));
    expect(write()).toEqual(write());
  });

  it('differs from hand to hand, and from one instance to the next a little', () => {
    const [a, b] = [virtualWriter(5, 3), virtualWriter(5, 4)];
    expect(a.id).not.toBe(b.id);
    const first = a.write(8, random(1, 'a'));
    expect(b.write(8, random(1, 'a'))).not.toEqual(first);
    expect(a.write(8, random(1, 'b'))).not.toEqual(first);
  });

  it('keeps every digit in a box of height 1 with lines of a pen’s width', () => {
    for (let number = 0; number < 60; number++) {
      const writer = virtualWriter(2, number);
      for (const label of digits) {
        const strokes = writer.write(label, random(2, number, label));
        const { left, top, right, bottom } = bounds(strokes);
        expect(left).toBeCloseTo(0, 9);
        expect(top).toBeCloseTo(0, 9);
        expect(bottom).toBeLessThanOrEqual(1 + 1e-9);
        expect(right).toBeLessThanOrEqual(2 + 1e-9);
        expect(Math.max(bottom, right / 2)).toBeCloseTo(1, 9);
        for (const { points, widths } of strokes) {
          expect(widths).toHaveLength(points.length);
          expect(Math.min(...widths)).toBeGreaterThan(0.01);
          expect(Math.max(...widths)).toBeLessThan(0.4);
        }
      }
    }
  });

  it('crosses some sevens and writes some fours in two strokes', () => {
    const strokesOf = (label: number) =>
      Array.from({ length: 80 }, (_, n) => virtualWriter(9, n).write(label, random(9, n)).length);
    for (const label of [4, 5, 7]) expect(new Set(strokesOf(label))).toEqual(new Set([1, 2]));
    expect(new Set(strokesOf(3))).toEqual(new Set([1]));
  });

  it.each([-1, 10, 1.5, Number.NaN])('refuses to write %d', (label) => {
    expect(() => virtualWriter(1, 1).write(label, random(1))).toThrow(String(label));
  });
});
