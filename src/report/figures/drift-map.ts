import type { Layout } from 'plotly.js-dist';
import type { Digits } from '../../dataset/digits';
import type { DriftMap } from '../../drift/map';
import { area } from '../../imaging/image';
import { brailleDigit } from './braille';
import { axisLines, baseLayout, colours, type Figure } from './figure';

/** Ten colours that stay apart for most kinds of colour blindness; the digit itself is the mark, too. */
const classColours = [
  '#332288',
  '#88ccee',
  '#44aa99',
  '#117733',
  '#999933',
  '#b08d00',
  '#cc6677',
  '#882255',
  '#aa4499',
  '#555555',
];

/** One of the two sets on the map; its digits come in the order of the map's points. */
export interface MappedSet {
  readonly name: string;
  readonly digits: Digits;
}

/**
 * A map of both sets, coloured by set on the left and by class on the right. Each mark is the digit's label, and
 * its picture shows on hover.
 *
 * @param map the points of the reference, then those of the current set
 */
export function driftMap(
  title: string,
  map: DriftMap,
  [reference, current]: readonly [MappedSet, MappedSet],
  axes: readonly [string, string],
): Figure {
  const split = reference.digits.labels.length;
  const labels = [...reference.digits.labels, ...current.digits.labels];
  const pictures = labels.map((_, i) => {
    const [set, at] = i < split ? [reference, i] : [current, i - split];
    const image = set.digits.images.subarray(at * area, (at + 1) * area);
    return `${set.name}, a ${labels[i]}<br>${brailleDigit(image).join('<br>')}`;
  });
  const trace = (positions: number[], panel: '' | '2', name: string, colour: string, shown: boolean) => ({
    type: 'scatter' as const,
    mode: 'text' as const,
    name,
    showlegend: shown,
    x: positions.map((i) => map.x[i]),
    y: positions.map((i) => map.y[i]),
    text: positions.map((i) => String(labels[i])),
    textfont: { color: colour, size: 9 },
    hovertext: positions.map((i) => pictures[i]),
    hoverinfo: 'text' as const,
    hoverlabel: { font: { family: 'monospace', size: 12 }, bgcolor: 'white' },
    xaxis: `x${panel}`,
    yaxis: `y${panel}`,
  });
  const all = labels.map((_, i) => i);
  const bySet = [
    trace(
      all.filter((i) => i < split),
      '',
      reference.name,
      colours.mnist,
      false,
    ),
    trace(
      all.filter((i) => i >= split),
      '',
      current.name,
      colours.custom,
      false,
    ),
  ];
  const byClass = classColours.map((colour, digit) =>
    trace(
      all.filter((i) => labels[i] === digit),
      '2',
      String(digit),
      colour,
      false,
    ),
  );
  const axis = { ...axisLines, zeroline: false };
  const layout: Partial<Layout> = baseLayout(title, 460);
  const heading = (text: string, x: number) => ({
    text,
    x,
    y: 1,
    xref: 'paper' as const,
    yref: 'paper' as const,
    xanchor: 'left' as const,
    yanchor: 'bottom' as const,
    showarrow: false,
  });
  return {
    data: [...bySet, ...byClass],
    layout: {
      ...layout,
      hovermode: 'closest',
      xaxis: { ...axis, title: { text: axes[0] }, domain: [0, 0.47] },
      yaxis: { ...axis, title: { text: axes[1] } },
      xaxis2: { ...axis, title: { text: axes[0] }, domain: [0.55, 1], anchor: 'y2', matches: 'x' },
      yaxis2: { ...axis, anchor: 'x2', matches: 'y' },
      annotations: [
        heading(
          `<span style="color:${colours.mnist}">■ ${reference.name}</span>  <span style="color:${colours.custom}">■ ${current.name}</span>`,
          0,
        ),
        heading('by class (each mark is the digit)', 0.55),
      ],
    },
    summary: `${split} digits of ${reference.name} and ${labels.length - split} of ${current.name}, each marked with its label.`,
  };
}
