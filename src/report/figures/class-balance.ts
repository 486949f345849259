import { whole } from '../../common/numbers';
import { axisLines, baseLayout, colours, type Figure } from './figure';

/** Digits photographed and digits kept, side by side for each class. */
export function classBalance(captured: readonly number[], kept: readonly number[]): Figure {
  const classes = captured.map((_, digit) => String(digit));
  const least = Math.min(...captured);
  const most = Math.max(...captured);
  return {
    data: [
      { type: 'bar', name: 'photographed', x: classes, y: [...captured], marker: { color: colours.neutral } },
      { type: 'bar', name: 'kept', x: classes, y: [...kept], marker: { color: colours.custom } },
    ],
    layout: {
      ...baseLayout('Photos of each digit', 340),
      barmode: 'group',
      xaxis: { ...axisLines, title: { text: 'digit' }, type: 'category' },
      yaxis: { ...axisLines, title: { text: 'photos' }, rangemode: 'tozero' },
    },
    summary:
      `${whole(least)} to ${whole(most)} photos of each digit were taken; ` +
      `${whole(Math.min(...kept))} to ${whole(Math.max(...kept))} of each are kept.`,
  };
}
