import type { Data } from 'plotly.js-dist';
import { percent } from '../../common/numbers';
import { type Likeness, nearDuplicate } from '../../dataset/near-duplicates';
import { axisLines, baseLayout, colours, type Figure } from './figure';

/** Width of a bar, and where the last one begins. */
const [bar, last] = [0.01, 0.4];

/** How near each photo's nearest is, on its own sheet and on any other: what a split by photo would leak. */
export function nearDuplicates(photos: readonly Likeness[]): Figure {
  const same = photos.flatMap(({ sameSheet }) => (sameSheet ? [sameSheet.distance] : []));
  const other = photos.flatMap(({ otherSheet }) => (otherSheet ? [otherSheet.distance] : []));
  return {
    data: [
      histogram('nearest of the same sheet', same, colours.custom),
      histogram('nearest of another sheet', other, colours.neutral),
    ],
    layout: {
      ...baseLayout('How much alike photos are', 340),
      barmode: 'overlay',
      xaxis: { ...axisLines, title: { text: '1 − correlation with the nearest photo of the same digit' } },
      yaxis: { ...axisLines, title: { text: 'photos' }, rangemode: 'tozero' },
      shapes: [
        {
          type: 'line',
          x0: nearDuplicate,
          x1: nearDuplicate,
          y0: 0,
          y1: 1,
          yref: 'paper',
          line: { color: colours.ink, width: 1, dash: 'dot' },
        },
      ],
    },
    summary: `${share(same)} of the photos have a near-duplicate on their own sheet, ${share(other)} on another (nearer than ${nearDuplicate}, the dotted line).`,
  };
}

function histogram(name: string, distances: readonly number[], color: string): Partial<Data> {
  const counts = new Array<number>(Math.round(last / bar) + 1).fill(0);
  for (const distance of distances) counts[Math.min(counts.length - 1, Math.floor(distance / bar))]++;
  return {
    type: 'bar',
    name,
    x: counts.map((_, i) => Number(((i + 0.5) * bar).toFixed(3))),
    y: counts,
    width: bar,
    marker: { color },
    opacity: 0.7,
  };
}

function share(distances: readonly number[]): string {
  if (distances.length === 0) return 'none';
  return percent(distances.filter((distance) => distance < nearDuplicate).length / distances.length);
}
