import { area, side } from '../image';

/** A 28×28 picture told apart into ground and ink, whichever of the two is the lighter. */
export interface Tones {
  /** The ground's brightness, 0 (black) to 1 (white): the median of the picture's rim. */
  readonly ground: number;
  /**
   * How far the darkest (or lightest) twentieth of what stands out lies from the ground, 0 to 1 in steps of 0.02:
   * a grey level or two, which no eye sees, would else rank as the largest difference of two sets.
   */
  readonly contrast: number;
  /** 784 shares of that contrast, 0 for ground to 1 for full ink. */
  readonly ink: Float32Array;
}

/** What stands out of the ground by less than this share of the contrast is grain, not ink. */
const grain = 0.15;

/**
 * Tells ink from ground in a 28×28 picture of either polarity.
 *
 * The ground is the median of the two outer rows and columns. Ink is what lies on the side of it where the
 * picture reaches farther. A picture in one tone has contrast 0 and no ink.
 *
 * @param image 784 bytes
 */
export function tones(image: Uint8Array): Tones {
  const ground = rimMedian(image);
  let low = 255;
  let high = 0;
  for (const value of image) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const sign = high - ground >= ground - low ? 1 : -1;
  const ink = new Float32Array(area);
  const counts = new Uint32Array(256);
  let standing = 0;
  const least = grain * Math.max(high - ground, ground - low);
  for (let i = 0; i < area; i++) {
    const height = sign * (image[i] - ground);
    ink[i] = Math.max(0, height);
    if (height > least) {
      counts[Math.floor(height)]++;
      standing++;
    }
  }
  const full = upper(counts, standing / 20);
  for (let i = 0; i < area; i++) {
    const share = full > 0 ? Math.min(1, ink[i] / full) : 0;
    ink[i] = share > grain ? share : 0;
  }
  return { ground: ground / 255, contrast: Math.round((full / 255) * 50) / 50, ink };
}

function rimMedian(image: Uint8Array): number {
  const rim: number[] = [];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (y < 2 || x < 2 || y >= side - 2 || x >= side - 2) rim.push(image[y * side + x]);
    }
  }
  rim.sort((a, b) => a - b);
  return (rim[rim.length / 2 - 1] + rim[rim.length / 2]) / 2;
}

/** The largest value that so many of the counted ones reach. */
function upper(counts: Uint32Array, many: number): number {
  let sum = 0;
  for (let value = 255; value > 0; value--) {
    sum += counts[value];
    if (sum > 0 && sum >= many) return value;
  }
  return 0;
}
