import { describe, expect, it } from 'vitest';
import { photograph } from '../../src/capture/simulated/homography';
import { project } from '../../src/imaging/homography';

const straight = { aim: { x: 100, y: 150 }, roll: 0, pitch: 0, yaw: 0, field: 60 };

describe('photograph', () => {
  it('shows a straight sheet to scale, the aim in the middle', () => {
    const h = photograph(straight, 640, 480);
    const middle = project(h, 100, 150);
    expect(middle.x).toBeCloseTo(320, 9);
    expect(middle.y).toBeCloseTo(240, 9);
    // 60 mm fill the height of 480 pixels: 8 pixels a millimetre.
    const other = project(h, 110, 145);
    expect(other.x).toBeCloseTo(400, 9);
    expect(other.y).toBeCloseTo(200, 9);
  });

  it('turns the sheet clockwise for a positive roll', () => {
    const h = photograph({ ...straight, roll: Math.PI / 2 }, 640, 480);
    const right = project(h, 110, 150);
    expect(right.x).toBeCloseTo(320, 6);
    expect(right.y).toBeCloseTo(320, 6);
  });

  it('shows the side that leans away smaller', () => {
    const size = (yaw: number, x: number) => {
      const h = photograph({ ...straight, yaw }, 640, 480);
      return project(h, x, 160).y - project(h, x, 140).y;
    };
    expect(size(0.3, 120)).toBeLessThan(size(0.3, 80) * 0.95);
    expect(size(0, 120)).toBeCloseTo(size(0, 80), 9);
    const tall = (pitch: number, y: number) => {
      const h = photograph({ ...straight, pitch }, 640, 480);
      return project(h, 110, y).x - project(h, 90, y).x;
    };
    expect(tall(0.3, 130)).toBeLessThan(tall(0.3, 170) * 0.95);
  });
});
