import { allograph } from './notation';

/** The shapes of 7: plain, crossed, with a serif, swung or bent. */
export const seven = [
  allograph('plain', 5, '.02,.05 .32,.04 .64,.04! .42,.5 .24,1'),
  allograph('crossed', 2, '.02,.05 .32,.04 .64,.03! .42,.5 .24,1', '.14,.52 .36,.49 .62,.47'),
  allograph('serifed', 2, '.03,.2 .05,.04! .35,.05 .66,.03! .46,.5 .3,1'),
  allograph('swung', 2, '.02,.1 .3,.03 .58,.04 .6,.16 .42,.5 .3,1'),
  allograph('waved', 1, '0,.16 .16,.03 .4,.1 .66,.02! .44,.44 .34,1'),
  allograph('bent', 2, '.0,.08 .3,.04 .62,.02! .56,.3 .5,.65 .5,1'),
  allograph('short arm', 2, '.08,.06 .28,.02 .46,.02! .36,.4 .16,1'),
  allograph('drooping', 1, '.0,.2 .06,.06 .3,.12 .54,.08 .58,.2 .42,.6 .3,1'),
  allograph('long serif', 2, '.0,.34 .04,.06! .32,.05 .62,.04! .5,.5 .42,1'),
  allograph('hooked', 2, '.02,.28 .08,.08 .3,.1 .54,.08 .62,.12 .5,.5 .4,1'),
  allograph('leaning', 2, '.1,.14 .3,.08 .6,.04 .84,.02! .5,.5 .1,1'),
];
