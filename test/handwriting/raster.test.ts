import { describe, expect, it } from 'vitest';
import { rasterise } from '../../src/handwriting';

const line = (x0: number, y0: number, x1: number, y1: number, width: number) => [
  {
    points: [
      { x: x0, y: y0 },
      { x: x1, y: y1 },
    ],
    widths: [width, width],
  },
];
const total = (cover: Float32Array) => cover.reduce((sum, v) => sum + v, 0);

describe('rasterise', () => {
  it('covers the area of a capsule: length times width and two half discs', () => {
    const cover = rasterise(line(20, 20.3, 70, 45.7, 8), { width: 100, height: 70 });
    const length = Math.hypot(50, 25.4);
    expect(total(cover)).toBeCloseTo(length * 8 + Math.PI * 16, -1);
    expect(Math.abs(total(cover) / (length * 8 + Math.PI * 16) - 1)).toBeLessThan(0.005);
  });

  it('gives exact shares along a straight border', () => {
    // From x 4.25 to 7.25: three quarters of column 4, all of 5 and 6, a quarter of 7.
    const cover = rasterise(line(5.75, -10, 5.75, 30, 3), { width: 12, height: 10 });
    expect([...cover.subarray(5 * 12, 6 * 12)]).toEqual([0, 0, 0, 0, 0.75, 1, 1, 0.25, 0, 0, 0, 0]);
  });

  it('scales first and shifts second', () => {
    const near = rasterise(line(1, 1, 3, 2, 0.4), {
      width: 50,
      height: 40,
      scale: 10,
      offset: { x: 5, y: 7 },
    });
    const far = rasterise(line(15, 17, 35, 27, 4), { width: 50, height: 40 });
    expect(total(near)).toBeGreaterThan(50);
    expect(near.every((v, i) => Math.abs(v - far[i]) < 1e-5)).toBe(true);
  });

  it('tapers between two widths', () => {
    const strokes = [
      {
        points: [
          { x: 10, y: 20 },
          { x: 90, y: 20 },
        ],
        widths: [2, 18],
      },
    ];
    const cover = rasterise(strokes, { width: 100, height: 40 });
    const across = (x: number) =>
      Array.from({ length: 40 }, (_, y) => cover[y * 100 + x]).reduce((a, b) => a + b);
    expect(across(30)).toBeCloseTo(2 + 16 * (20.5 / 80), 0);
    expect(across(70)).toBeCloseTo(2 + 16 * (60.5 / 80), 0);
  });

  it('draws a dot for a stroke of one point, and thin lines fainter', () => {
    const dot = rasterise([{ points: [{ x: 10, y: 10 }], widths: [6] }], { width: 20, height: 20 });
    expect(Math.abs(total(dot) / (Math.PI * 9) - 1)).toBeLessThan(0.03);
    const thin = rasterise(line(2, 10.5, 18, 10.5, 0.5), { width: 20, height: 20 });
    expect(Math.max(...thin)).toBeCloseTo(0.5, 6);
  });

  it('cuts what lies outside', () => {
    const cover = rasterise(line(-500, -500, -20, -20, 5), { width: 10, height: 10 });
    expect(total(cover)).toBe(0);
    expect(total(rasterise(line(-500, 5, 500, 5, 2), { width: 10, height: 10 }))).toBeCloseTo(20, 4);
  });

  it('blurs as a Gaussian behind a lens does: the sharp picture, averaged with its weights', () => {
    const blur = 2.3;
    for (const width of [3, 9, 30]) {
      const strokes = line(20, 20.3, 70, 45.7, width);
      const sharp = rasterise(strokes, { width: 100, height: 70 });
      const soft = rasterise(strokes, { width: 100, height: 70, blur });
      for (const [x, y] of [
        [45, 33],
        [43, 37],
        [40, 42],
        [36, 49],
      ]) {
        let [sum, weights] = [0, 0];
        for (let dy = -9; dy <= 9; dy++) {
          for (let dx = -9; dx <= 9; dx++) {
            const weight = Math.exp((-0.5 * (dx * dx + dy * dy)) / blur ** 2);
            sum += weight * sharp[(y + dy) * 100 + x + dx];
            weights += weight;
          }
        }
        expect(Math.abs(soft[y * 100 + x] - sum / weights)).toBeLessThan(0.01);
      }
    }
  });
});
