import { expect, test } from 'vitest';
import type { Digits } from '../../src/dataset/digits';
import { damage } from '../../src/drift/damage';
import type { PhotoLook } from '../../src/drift/photo-look';
import { area, side } from '../../src/imaging/image';
import { type Step, steps } from '../../src/imaging/steps';

/** A photo with grey paper, darker to the right, and a small digit up and left. */
const look: PhotoLook = {
  x: 0.3,
  y: 0.35,
  long: 120,
  width: 640,
  height: 480,
  paper: Float32Array.from({ length: area }, (_, i) => 200 - 2 * (i % side)),
  typical: 173,
  residue: 0.1,
  depth: 0.7,
};

/** An upright bar of 20 × 6, the middle of its ink where MNIST has it. */
function bar(): Digits {
  const images = new Uint8Array(area);
  for (let y = 4; y < 24; y++) for (let x = 11; x < 17; x++) images[y * side + x] = 255;
  return { images, labels: Uint8Array.of(1), scale: 1 / 255 };
}

const undo = (...undone: Step[]) => damage(bar(), new Set(undone), [look], 1);
const count = (images: Uint8Array, test: (byte: number) => boolean) => images.filter(test).length;

test('a digit of which nothing is undone stays as it is', () => {
  expect(undo()).toEqual(bar());
});

test('undoing the scale changes how bytes are fed and no byte', () => {
  expect(undo('scale')).toEqual({ ...bar(), scale: 1 });
});

test('undoing the polarity gives the negative', () => {
  expect(undo('polarity').images).toEqual(bar().images.map((byte) => 255 - byte));
});

test('undoing the size makes the digit as large as in the photo, squeezed as the photo is', () => {
  const { images } = undo('size');
  // 120 of 480 pixels high is a quarter of 28: 7 rows; 36 of 640 wide: 1.6 columns, 2.
  const rows = new Set(
    Array.from(images.keys())
      .filter((i) => images[i] > 0)
      .map((i) => Math.floor(i / side)),
  );
  const columns = new Set(
    Array.from(images.keys())
      .filter((i) => images[i] > 0)
      .map((i) => i % side),
  );
  expect([rows.size, columns.size]).toEqual([7, 2]);
});

test('undoing the centring puts it where the photo has it', () => {
  const { images } = undo('size', 'centring');
  const ink = Array.from(images.keys()).filter((i) => images[i] > 0);
  const x = ink.reduce((sum, i) => sum + (i % side) + 0.5, 0) / ink.length;
  const y = ink.reduce((sum, i) => sum + Math.floor(i / side) + 0.5, 0) / ink.length;
  expect(Math.abs(x - 0.3 * side)).toBeLessThanOrEqual(0.6);
  expect(Math.abs(y - 0.35 * side)).toBeLessThanOrEqual(0.6);
});

test('undoing the contrast makes ink as faint as in the photo', () => {
  const { images } = undo('contrast');
  expect(Math.max(...images)).toBeLessThan(255 * 0.75);
  expect(Math.max(...images)).toBeGreaterThan(255 * 0.65);
});

test('undoing the background leaves the fall of light', () => {
  const { images } = undo('background', 'contrast', 'polarity');
  // The paper's own grey, lighter on the left than on the right, and no white left.
  expect(images[0]).toBeGreaterThan(images[side - 1] + 40);
  expect(count(images, (byte) => byte === 255)).toBe(0);
});

test('the same seed gives the same damage, another another', () => {
  const looks = [look, { ...look, x: 0.7 }, { ...look, y: 0.6 }, { ...look, depth: 0.5 }];
  const all = new Set(steps);
  const some = {
    images: new Uint8Array(5 * area).map((_, i) => bar().images[i % area]),
    labels: new Uint8Array(5),
    scale: 1,
  };
  expect(damage(some, all, looks, 1)).toEqual(damage(some, all, looks, 1));
  expect(damage(some, all, looks, 1).images).not.toEqual(damage(some, all, looks, 2).images);
});
