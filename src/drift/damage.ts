import { random, type Seed } from '../common/random';
import type { Digits } from '../dataset/digits';
import { area, side } from '../imaging/image';
import { areaAverage, type Box, clamp, enlarge, type Plane } from '../imaging/resample';
import { type Step, scaleOf } from '../imaging/steps';
import type { PhotoLook } from './photo-look';

/**
 * Undoes steps on digits of MNIST's form, so that they look as if they had been photographed.
 *
 * Each digit borrows the look of one photo, drawn by the seed: where on the sheet its digit stands, how large
 * it is, how light falls on the paper and how dark the ink is. What is undone is the mirror of what the steps
 * in `src/imaging` do; a digit of which nothing is undone stays as it is, to the byte.
 *
 * @param digits 28×28 pictures, light ink on black
 * @param undone the steps to undo; `scale` changes how the bytes are fed and nothing else
 * @param looks of photos; those of the training part, so that no test photo is seen
 */
export function damage(
  digits: Digits,
  undone: ReadonlySet<Step>,
  looks: readonly PhotoLook[],
  seed: Seed,
): Digits {
  if (looks.length === 0) throw new Error('no photo was given to take a look from');
  const count = digits.labels.length;
  const images = new Uint8Array(count * area);
  const scale = undone.has('scale') ? scaleOf(new Set()) : digits.scale;
  for (let n = 0; n < count; n++) {
    const look = looks[random(seed, 'look', n).integer(looks.length)];
    const picture = digits.images.subarray(n * area, (n + 1) * area);
    images.set(damageOne(picture, undone, look, random(seed, 'grain', n).uniform), n * area);
  }
  return { images, labels: digits.labels, scale };
}

function damageOne(
  picture: Uint8Array,
  undone: ReadonlySet<Step>,
  look: PhotoLook,
  uniform: () => number,
): Uint8Array {
  let ink: Float32Array = Float32Array.from(picture, (byte) => byte / 255);
  const box = boxOf(ink);
  if (box && (undone.has('size') || undone.has('centring'))) ink = place(ink, box, undone, look);
  const dark = shade(ink, undone, look, uniform);
  return Uint8Array.from(dark, (value) => {
    const byte = Math.round(255 * clamp(value, 0, 1));
    return undone.has('polarity') ? 255 - byte : byte;
  });
}

/** Lays the digit where and as large as the photo has its own. */
function place(ink: Float32Array, box: Box, undone: ReadonlySet<Step>, look: PhotoLook): Float32Array {
  const shape = undone.has('size') ? smaller(ink, box, look) : { ...box, values: cut(ink, box) };
  const mass = massOf(shape);
  const [x, y] = undone.has('centring')
    ? [look.x * side - shape.width / 2, look.y * side - shape.height / 2]
    : [side / 2 + 0.5 - mass.x, side / 2 + 0.5 - mass.y];
  return lay(shape, clampPlace(x, shape.width), clampPlace(y, shape.height));
}

/** The digit as large as in the photo, whose sides need not be equal although the picture's are. */
function smaller(ink: Float32Array, box: Box, look: PhotoLook): Plane {
  const long = Math.max(box.width, box.height);
  const width = clamp(Math.round((side * look.long * box.width) / (long * look.width)), 1, side);
  const height = clamp(Math.round((side * look.long * box.height) / (long * look.height)), 1, side);
  // Smoothly enlarged first, since averaging can only shrink.
  const factor = Math.max(1, Math.ceil(Math.max(width / box.width, height / box.height)));
  const source: Plane =
    factor === 1
      ? { width: box.width, height: box.height, values: cut(ink, box) }
      : {
          width: factor * box.width,
          height: factor * box.height,
          values: enlarge(
            { width: side, height: side, values: ink },
            box,
            factor * box.width,
            factor * box.height,
          ),
        };
  const values = areaAverage(
    source,
    { x: 0, y: 0, width: source.width, height: source.height },
    width,
    height,
  );
  return { width, height, values };
}

/**
 * Paper and ink under the photo's light, as darkness from 0 to 1.
 *
 * Undoing `contrast` alone leaves ink as faint as the photo's; undoing `background` alone leaves the light's
 * fall, stretched as the step `contrast` would; both together leave the paper's own grey as well.
 */
function shade(
  ink: Float32Array,
  undone: ReadonlySet<Step>,
  look: PhotoLook,
  uniform: () => number,
): Float32Array {
  const uneven = undone.has('background');
  const faint = undone.has('contrast');
  if (!uneven && !faint) return ink;
  return ink.map((value, i) => {
    const grain = look.residue * 0.5 * uniform();
    // With the background even, each pixel is measured by its own paper; else by what paper typically is.
    const field = uneven ? look.paper[i] / look.typical : 1;
    const light = field * (1 - look.depth * value) * (1 - grain);
    if (uneven && faint) return 1 - (light * look.typical) / 255;
    const darkness = Math.max(0, 1 - light);
    return faint ? darkness : (darkness - look.residue) / (look.depth - look.residue);
  });
}

function boxOf(ink: Float32Array): Box | undefined {
  let [left, top, right, bottom] = [side, side, -1, -1];
  for (let i = 0; i < area; i++) {
    if (ink[i] === 0) continue;
    const x = i % side;
    const y = Math.floor(i / side);
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

function cut(ink: Float32Array, { x, y, width, height }: Box): Float32Array {
  return Float32Array.from(
    { length: width * height },
    (_, i) => ink[(y + Math.floor(i / width)) * side + x + (i % width)],
  );
}

function massOf({ width, values }: Plane): { x: number; y: number } {
  let [sum, x, y] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    x += values[i] * ((i % width) + 0.5);
    y += values[i] * (Math.floor(i / width) + 0.5);
  }
  return sum > 0 ? { x: x / sum, y: y / sum } : { x: width / 2, y: values.length / width / 2 };
}

function clampPlace(at: number, extent: number): number {
  return clamp(Math.round(at), 0, side - extent);
}

function lay({ width, values }: Plane, x: number, y: number): Float32Array {
  const result = new Float32Array(area);
  for (let i = 0; i < values.length; i++) {
    result[(y + Math.floor(i / width)) * side + x + (i % width)] = values[i];
  }
  return result;
}
