import { area } from '../image';
import { extent } from './extent';
import { inkArea } from './ink-area';
import { centroidOffset, moments, slant } from './moments';
import { sharpness } from './sharpness';
import { skeleton } from './skeleton';
import { strokeLength } from './stroke-length';
import { tones } from './tones';

/** The properties in the order in which they are told, each with its unit and what it means. */
export const properties = [
  { name: 'ink area', unit: 'px', meaning: 'pixels covered with ink' },
  { name: 'stroke thickness', unit: 'px', meaning: 'ink area by stroke length' },
  { name: 'stroke length', unit: 'px', meaning: "length of the strokes' middle line" },
  { name: 'slant', unit: '°', meaning: 'how far it leans to the right' },
  { name: 'width', unit: 'px', meaning: 'width of the ink' },
  { name: 'height', unit: 'px', meaning: 'height of the ink' },
  { name: 'aspect', unit: '', meaning: 'width by height' },
  { name: 'centroid offset', unit: 'px', meaning: "the ink's centre of mass from the picture's centre" },
  { name: 'contrast', unit: '', meaning: 'ink against ground, of the full range' },
  {
    name: 'sharpness',
    unit: '/px',
    meaning: 'share of the contrast that the steepest edges cross in a pixel',
  },
  { name: 'background level', unit: '', meaning: 'brightness of the ground, 0 black to 1 white' },
] as const;

/** The name of a property of a digit's picture. */
export type PropertyName = (typeof properties)[number]['name'];

/**
 * All properties of one 28×28 picture, of either polarity. Those of the shape are `NaN` where there is no ink.
 *
 * @param image 784 bytes
 */
export function measure(image: Uint8Array): Record<PropertyName, number> {
  const { ground, contrast, ink } = tones(image);
  const covered = inkArea(ink);
  const length = strokeLength(skeleton(ink));
  const box = extent(ink);
  const spread = moments(ink);
  return {
    'ink area': covered,
    'stroke thickness': length > 0 ? covered / length : Number.NaN,
    'stroke length': length > 0 ? length : Number.NaN,
    slant: spread ? slant(spread) : Number.NaN,
    width: box?.width ?? Number.NaN,
    height: box?.height ?? Number.NaN,
    aspect: box && box.height > 0 ? box.width / box.height : Number.NaN,
    'centroid offset': spread ? centroidOffset(spread) : Number.NaN,
    contrast,
    sharpness: sharpness(ink),
    'background level': ground,
  };
}

/** The properties of many pictures: for each property one number a picture. */
export function measureAll(images: Uint8Array): Record<PropertyName, Float64Array> {
  const count = images.length / area;
  const all = Object.fromEntries(properties.map(({ name }) => [name, new Float64Array(count)])) as Record<
    PropertyName,
    Float64Array
  >;
  for (let i = 0; i < count; i++) {
    const one = measure(images.subarray(i * area, (i + 1) * area));
    for (const { name } of properties) all[name][i] = one[name];
  }
  return all;
}
