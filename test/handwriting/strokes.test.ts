import { describe, expect, it } from 'vitest';
import { allograph } from '../../src/handwriting/allographs/notation';
import { rounded, spacing, spline } from '../../src/handwriting/strokes';

const knots = (text: string) => allograph('test', 1, text).strokes[0];

describe('allograph', () => {
  it('reads knots and corners', () => {
    expect(knots('.1,0 -.2,1! 3,.5')).toEqual([
      { x: 0.1, y: 0, corner: false },
      { x: -0.2, y: 1, corner: true },
      { x: 3, y: 0.5, corner: false },
    ]);
  });

  it.each(['.1', '.1,', '.1,.2?', '.,.', 'a,b', '1.2.3,4'])('refuses %j and shows it', (text) => {
    expect(() => knots(text)).toThrow(text);
  });
});

describe('spline', () => {
  it('goes through every knot', () => {
    const through = knots('0,0 .3,.1 .5,.6! .2,.9 0,1');
    const line = spline(through);
    for (const knot of through) {
      const nearest = Math.min(...line.map((p) => Math.hypot(p.x - knot.x, p.y - knot.y)));
      expect(nearest).toBeLessThan(1e-9);
    }
  });

  it('draws a straight line through two knots, its points close together', () => {
    const line = spline(knots('0,0 1,2'));
    for (const [i, p] of line.entries()) {
      expect(p.y).toBeCloseTo(2 * p.x, 9);
      if (i > 0)
        expect(Math.hypot(p.x - line[i - 1].x, p.y - line[i - 1].y)).toBeLessThanOrEqual(spacing * 1.001);
    }
  });

  it('follows a circle that the knots lie on', () => {
    const circle = Array.from({ length: 13 }, (_, k) => {
      const angle = (2 * Math.PI * k) / 12;
      return { x: Math.cos(angle), y: Math.sin(angle), corner: false };
    });
    // The first and last pieces have no neighbour to learn the curve from.
    const inner = spline(circle).filter((p) => p.x < 0.5);
    expect(inner.length).toBeGreaterThan(100);
    for (const p of inner) expect(Math.hypot(p.x, p.y)).toBeCloseTo(1, 2);
  });

  it('turns sharply at a corner and only there', () => {
    const sharpest = (text: string) => {
      const line = spline(knots(text));
      let most = 0;
      for (let i = 1; i < line.length - 1; i++) {
        const a = Math.atan2(line[i].y - line[i - 1].y, line[i].x - line[i - 1].x);
        const b = Math.atan2(line[i + 1].y - line[i].y, line[i + 1].x - line[i].x);
        most = Math.max(most, Math.abs(Math.atan2(Math.sin(b - a), Math.cos(b - a))));
      }
      return most;
    };
    expect(sharpest('0,0 1,0! 1,1')).toBeCloseTo(Math.PI / 2, 6);
    expect(sharpest('0,0 1,0 1,1')).toBeLessThan(0.5);
  });
});

describe('rounded', () => {
  const corner = spline(knots('0,0 1,0! 1,1'));

  it('cuts corners and leaves the ends where they are', () => {
    const soft = rounded(corner, 0.05);
    expect(Math.hypot(soft[0].x, soft[0].y)).toBeLessThan(1e-9);
    expect(soft.at(-1)!.x).toBeCloseTo(1, 9);
    expect(soft.at(-1)!.y).toBeCloseTo(1, 9);
    const nearest = Math.min(...soft.map((p) => Math.hypot(p.x - 1, p.y)));
    expect(nearest).toBeCloseTo(0.05 / Math.sqrt(Math.PI), 2);
  });

  it('leaves the line as it is at radius 0', () => {
    expect(rounded(corner, 0)).toEqual(corner);
  });
});
