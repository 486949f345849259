import { eight } from './eight';
import { five } from './five';
import { four } from './four';
import { nine } from './nine';
import type { Allograph } from './notation';
import { one } from './one';
import { seven } from './seven';
import { six } from './six';
import { three } from './three';
import { two } from './two';
import { zero } from './zero';

export type { Allograph, Knot } from './notation';

/** The shapes of each digit, 0 to 9. */
export const allographs: readonly (readonly Allograph[])[] = [
  zero,
  one,
  two,
  three,
  four,
  five,
  six,
  seven,
  eight,
  nine,
];
