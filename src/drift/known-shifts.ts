import { random, type Seed } from '../common/random';
import type { Digits } from '../dataset/digits';
import { area, side } from '../imaging/image';

/** A turn and a move of each digit, at random up to the limits. */
export interface ImageShift {
  readonly strength: string;
  /** In degrees, either way. */
  readonly turn: number;
  /** In pixels, along both axes. */
  readonly move: number;
}

/** Three strengths, after the image shifts of S. Rabanser et al., "Failing Loudly", NeurIPS 2019. */
export const imageShifts: readonly ImageShift[] = [
  { strength: 'small', turn: 10, move: 1 },
  { strength: 'medium', turn: 20, move: 2 },
  { strength: 'large', turn: 40, move: 4 },
];

/** The share of one class that is knocked out, after the same paper. */
export const knockOuts: readonly { strength: string; share: number }[] = [
  { strength: 'small', share: 0.1 },
  { strength: 'medium', share: 0.5 },
  { strength: 'large', share: 1 },
];

/** The digits, each turned and moved by chance; what comes in from outside has the colour of the rim. */
export function shiftImages(digits: Digits, { turn, move }: ImageShift, seed: Seed): Digits {
  const stream = random(seed, 'image shift', turn, move);
  const images = new Uint8Array(digits.images.length);
  const middle = (side - 1) / 2;
  for (let n = 0; n < digits.labels.length; n++) {
    const image = digits.images.subarray(n * area, (n + 1) * area);
    const angle = (stream.between(-turn, turn) * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const [dx, dy] = [stream.between(-move, move), stream.between(-move, move)];
    for (let i = 0; i < area; i++) {
      const x = (i % side) - middle - dx;
      const y = Math.floor(i / side) - middle - dy;
      images[n * area + i] = at(image, middle + cos * x + sin * y, middle - sin * x + cos * y);
    }
  }
  return { images, labels: digits.labels, scale: digits.scale };
}

/** Brightness between pixels, by bilinear interpolation; the picture's corner stands for what is outside. */
function at(image: Uint8Array, x: number, y: number): number {
  const pixel = (px: number, py: number): number =>
    px >= 0 && px < side && py >= 0 && py < side ? image[py * side + px] : image[0];
  const left = Math.floor(x);
  const top = Math.floor(y);
  const [u, v] = [x - left, y - top];
  const upper = (1 - u) * pixel(left, top) + u * pixel(left + 1, top);
  const lower = (1 - u) * pixel(left, top + 1) + u * pixel(left + 1, top + 1);
  return Math.round((1 - v) * upper + v * lower);
}

/** Positions of the digits that are left when a share of the zeros is knocked out. */
export function knockOut(labels: Uint8Array, share: number, seed: Seed): number[] {
  const stream = random(seed, 'knock-out', share);
  const kept: number[] = [];
  for (const [i, label] of labels.entries()) if (label !== 0 || stream.uniform() >= share) kept.push(i);
  return kept;
}
