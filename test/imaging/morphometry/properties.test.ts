import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/imaging/morphometry/properties';

/** A picture with ink where the function says so. */
function drawn(inked: (x: number, y: number) => boolean, ink = 255, ground = 0): Uint8Array {
  return Uint8Array.from({ length: 784 }, (_, i) => (inked(i % 28, Math.floor(i / 28)) ? ink : ground));
}

const bar = (x: number, y: number): boolean => x >= 12 && x < 15 && y >= 4 && y < 24;

describe('the properties of a digit', () => {
  it('are those of the bar that was drawn', () => {
    const found = measure(drawn(bar));
    expect(found['ink area']).toBe(60);
    expect(found['stroke thickness']).toBeGreaterThan(2.7);
    expect(found['stroke thickness']).toBeLessThan(3.6);
    expect(found.slant).toBeCloseTo(0, 6);
    expect(found.width).toBeCloseTo(2.94, 6);
    expect(found.height).toBeCloseTo(19.6, 6);
    expect(found.aspect).toBeCloseTo(0.15, 6);
    // Columns 12 to 14 have their centre at 13, the picture has its own at 13.5.
    expect(found['centroid offset']).toBeCloseTo(0.5, 6);
    expect(found.contrast).toBe(1);
    expect(found.sharpness).toBe(1);
    expect(found['background level']).toBe(0);
  });

  it('are the same for the negative, but for the background', () => {
    const [light, dark] = [measure(drawn(bar, 200, 40)), measure(drawn(bar, 55, 215))];
    expect(dark['background level']).toBeCloseTo(215 / 255, 6);
    expect({ ...dark, 'background level': 0 }).toEqual({ ...light, 'background level': 0 });
  });

  it('give the angle of a shear, positive with the top to the right', () => {
    const leaning = drawn(
      (x, y) => Math.abs(x - 13.5 + Math.tan(Math.PI / 9) * (y - 13.5)) < 1.5 && y >= 4 && y < 24,
    );
    expect(measure(leaning).slant).toBeGreaterThan(17);
    expect(measure(leaning).slant).toBeLessThan(23);
  });

  it('call a blurred edge less sharp', () => {
    const soft = Uint8Array.from({ length: 784 }, (_, i) => 255 * Math.exp(-(((i % 28) - 13.5) ** 2) / 18));
    expect(measure(soft).sharpness).toBeLessThan(0.5);
  });

  it('have no shape where there is no ink', () => {
    const found = measure(new Uint8Array(784).fill(90));
    expect(found['ink area']).toBe(0);
    expect(found.contrast).toBe(0);
    expect(found.slant).toBeNaN();
  });
});
