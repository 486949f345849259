import { describe, expect, it } from 'vitest';
import { inverse, ontoQuad, project, type Quad } from '../../src/imaging/homography';

const corners: Quad = [
  { x: 120, y: 90 },
  { x: 560, y: 60 },
  { x: 600, y: 430 },
  { x: 70, y: 400 },
];

describe('the map onto four corners', () => {
  it('sends the corners of the rectangle there', () => {
    const h = ontoQuad(210, 297, corners);
    const seen = [project(h, 0, 0), project(h, 210, 0), project(h, 210, 297), project(h, 0, 297)];
    for (const [k, { x, y }] of seen.entries()) {
      expect(x).toBeCloseTo(corners[k].x, 9);
      expect(y).toBeCloseTo(corners[k].y, 9);
    }
  });

  it('keeps straight lines straight: diagonals meet where diagonals meet', () => {
    const { x, y } = project(ontoQuad(2, 2, corners), 1, 1);
    const [a, b, c, d] = corners;
    const off = (p: typeof a, q: typeof a) => (q.x - p.x) * (y - p.y) - (q.y - p.y) * (x - p.x);
    expect(off(a, c)).toBeCloseTo(0, 6);
    expect(off(b, d)).toBeCloseTo(0, 6);
  });

  it('is undone by its inverse', () => {
    const h = ontoQuad(210, 297, corners);
    const seen = project(h, 17, 203);
    const back = project(inverse(h), seen.x, seen.y);
    expect(back.x).toBeCloseTo(17, 6);
    expect(back.y).toBeCloseTo(203, 6);
  });
});
