import { whole } from '../../common/numbers';
import { axisLines, baseLayout, colours, type Figure } from './figure';

/** Digits photographed and digits kept, side by side for each class. */
export function classBalance(captured: readonly number[], kept: readonly number[]): Figure {
  const classes = captured.map((_, digit) => String(digit));
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
    summary: `${range(captured)} photos of each digit were taken; ${range(kept)} of each are kept.`,
  };
}

function range(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? whole(least) : `${whole(least)} to ${whole(most)}`;
}
