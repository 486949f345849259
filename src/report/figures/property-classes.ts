import { signed } from '../../common/numbers';
import type { PropertyDrift } from '../../drift/comparison';
import { axisLines, baseLayout, colours, type Figure } from './figure';

/** Blue for lower, orange for higher: both stay apart for the colour-blind, and in grey by their numbers. */
const diverging: [number, string][] = [
  [0, colours.mnist],
  [0.5, '#ffffff'],
  [1, colours.custom],
];

/** How far each property lies from the reference's within each digit: a property may differ in some digits alone. */
export function propertyClasses(title: string, drift: readonly PropertyDrift[]): Figure {
  const digits = Array.from({ length: 10 }, (_, digit) => String(digit));
  const columns = ['all', ...digits];
  const z = drift.map(({ effect, byClass }) => [effect.value, ...byClass]);
  const layout = baseLayout(title, 130 + 34 * drift.length);
  const spreads = drift
    .map(({ name, byClass }) => {
      const known = byClass.filter((value): value is number => value !== null);
      return { name, low: Math.min(...known), high: Math.max(...known) };
    })
    .sort((a, b) => b.high - b.low - (a.high - a.low));
  const [widest] = spreads;
  return {
    data: [
      {
        type: 'heatmap',
        x: columns,
        y: drift.map(({ name }) => name),
        z,
        text: z.map((line) =>
          line.map((value) => (value === null ? '' : signed(value))),
        ) as unknown as string[],
        texttemplate: '%{text}',
        textfont: { size: 11 },
        zmin: -1,
        zmax: 1,
        colorscale: diverging,
        xgap: 2,
        ygap: 2,
        colorbar: { title: { text: "Cliff's δ", side: 'right' }, thickness: 12 },
        hovertemplate: '%{y}, digit %{x}: δ %{z:.2f}<extra></extra>',
      },
    ],
    layout: {
      ...layout,
      margin: { ...layout.margin, l: 150, t: 60 },
      xaxis: { ...axisLines, type: 'category', title: { text: 'digit' }, showgrid: false },
      yaxis: { ...axisLines, autorange: 'reversed', showgrid: false },
    },
    summary: widest
      ? `The digits differ most among themselves in ${widest.name}: δ runs from ${signed(widest.low)} to ${signed(widest.high)}.`
      : 'No property could be measured.',
  };
}
