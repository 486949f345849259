import { area, side } from '../image';

/**
 * The middle line of the ink, one pixel wide: 784 bytes, 1 on the line.
 *
 * Thinning by T. Y. Zhang and C. Y. Suen, "A fast parallel algorithm for thinning digital patterns",
 * Communications of the ACM 27 (1984), of the pixels that are at least half ink.
 *
 * @param ink 784 shares, 0 to 1
 */
export function skeleton(ink: Float32Array): Uint8Array {
  // A border of ground spares the test for the picture's edge.
  const wide = side + 2;
  const mask = new Uint8Array(wide * wide);
  for (let i = 0; i < area; i++) {
    if (ink[i] >= 0.5) mask[(Math.floor(i / side) + 1) * wide + (i % side) + 1] = 1;
  }
  // Clockwise from the pixel above.
  const around = [-wide, 1 - wide, 1, wide + 1, wide, wide - 1, -1, -wide - 1];
  for (let changed = true; changed; ) {
    changed = false;
    for (const half of [0, 1]) {
      const goes: number[] = [];
      for (let i = wide; i < mask.length - wide; i++) {
        if (mask[i] && mayGo(mask, i, around, half)) goes.push(i);
      }
      for (const i of goes) mask[i] = 0;
      if (goes.length > 0) changed = true;
    }
  }
  const line = new Uint8Array(area);
  for (let i = 0; i < area; i++) line[i] = mask[(Math.floor(i / side) + 1) * wide + (i % side) + 1];
  return line;
}

function mayGo(mask: Uint8Array, i: number, around: readonly number[], half: number): boolean {
  let neighbours = 0;
  let rises = 0;
  for (let k = 0; k < 8; k++) {
    const here = mask[i + around[k]];
    neighbours += here;
    if (!here && mask[i + around[(k + 1) % 8]]) rises++;
  }
  if (neighbours < 2 || neighbours > 6 || rises !== 1) return false;
  const [up, right, down, left] = [0, 2, 4, 6].map((k) => mask[i + around[k]]);
  return half === 0
    ? !(up && right && down) && !(right && down && left)
    : !(up && right && left) && !(up && down && left);
}
