import { allograph } from './notation';

/** The shapes of 4: open or closed on top, in one stroke or two, angular or round. */
export const four = [
  allograph('open', 4, '.14,.04 .08,.3 .04,.54! .35,.53 .74,.5', '.56,.0 .54,.5 .5,1'),
  allograph('round', 3, '.06,.04 .02,.32 .14,.52 .4,.52 .64,.44', '.7,0 .62,.5 .56,1'),
  allograph('closed', 2, '.5,0 .24,.32 .0,.64! .35,.65 .78,.63', '.52,.02 .52,.5 .5,1'),
  allograph('closed at once', 2, '.74,.62 .35,.64 0,.64! .26,.32 .52,0! .52,.5 .5,1'),
  allograph('open at once', 2, '.04,.04 .03,.3 .08,.5 .36,.52 .62,.42! .74,.04! .62,.5 .54,1'),
  allograph('short stem', 2, '.16,0 .1,.25 .04,.48! .35,.48 .7,.44', '.46,.2 .45,.6 .42,1'),
  allograph('barred stem', 1, '.12,.06 .06,.36 .12,.54 .4,.53 .76,.48', '.5,.14 .48,.5 .42,1'),
  allograph('looped', 0.3, '.62,.03 .3,.2 .04,.5 .2,.56 .5,.4 .64,.06! .6,.5 .52,1'),
];
