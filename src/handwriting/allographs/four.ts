import { allograph } from './notation';

/** The shapes of 4: open or closed on top, in one stroke or two, angular or round. */
export const four = [
  allograph('open', 4, '.14,.04 .08,.3 .04,.54! .35,.53 .74,.5', '.56,.0 .54,.5 .5,1'),
  allograph('round', 3, '.1,.02 .05,.32 .16,.5 .4,.48 .64,.38', '.66,0 .62,.5 .56,1'),
  allograph('closed', 2, '.5,0 .24,.32 .0,.64! .35,.65 .78,.63', '.52,.02 .52,.5 .5,1'),
  allograph('closed at once', 2, '.74,.62 .35,.64 0,.64! .26,.32 .52,0! .52,.5 .5,1'),
  allograph('open at once', 3, '.1,.02 .06,.3 .1,.5 .36,.5 .62,.36! .68,.02! .62,.5 .54,1'),
  allograph('short stem', 2, '.16,0 .1,.25 .04,.48! .35,.48 .7,.44', '.46,.2 .45,.6 .42,1'),
  allograph('barred stem', 1, '.12,.06 .06,.36 .12,.54 .4,.53 .76,.48', '.5,.14 .48,.5 .42,1'),
  allograph('looped', 1, '.62,.03 .3,.2 .04,.5 .2,.56 .5,.4 .64,.06! .6,.5 .52,1'),
];
