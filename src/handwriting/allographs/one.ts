import { allograph } from './notation';

/** The shapes of 1: a bare stroke, a flag of any length, a foot. */
export const one = [
  allograph('plain', 8, '.1,0 .1,.5 .1,1'),
  allograph('bowed', 2, '.06,0 .14,.5 .1,1'),
  allograph('flagged', 1.2, '.06,.24 .2,.12 .3,0! .3,.5 .3,1'),
  allograph('hooked', 1, '.1,.14 .22,0! .22,.5 .22,1'),
  allograph('serifed', 0.8, '.05,.22 .3,0! .3,.5 .3,.98', '.02,1 .3,.99 .58,1'),
  allograph('footed', 0.5, '.3,0 .3,.5 .3,.98', '.08,1 .3,.99 .54,.99'),
  allograph('slanted', 5, '.56,0 .3,.5 0,1'),
];
