import { percent } from '../../common/numbers';
import type { DriftTest } from '../../drift/comparison';
import { level } from '../../drift/controls';
import { axisLines, baseLayout, colours, type Figure } from './figure';

/** How often each test calls an alarm between two halves of one set, beside the level that it promises. */
export function falseAlarmChart(tests: readonly DriftTest[]): Figure {
  const shown = tests.filter(({ aa }) => aa !== undefined);
  const names = shown.map(({ name, space }) => `${name}, ${space}`);
  const dots = (name: string, shares: (number | null)[], colour: string, symbol: 'circle' | 'x') => ({
    type: 'scatter' as const,
    mode: 'markers' as const,
    name,
    x: shares,
    y: names,
    marker: { color: colour, size: 11, symbol },
    hovertemplate: `%{y}: %{x:.1%}<extra>${name}</extra>`,
  });
  const splits = shown[0]?.aa?.splits ?? 1;
  const [low, high] = shown[0]?.aa?.range ?? [0, 0];
  const layout = baseLayout('False alarms where nothing has changed', 150 + 34 * shown.length);
  const held = shown.filter(({ aa }) => aa?.holds).length;
  return {
    data: [
      dots(
        'sheets permuted whole',
        shown.map(({ aa }) => (aa ? aa.alarms / aa.splits : null)),
        colours.mnist,
        'circle',
      ),
      dots(
        'photos taken for independent',
        shown.map(({ aa }) => (aa?.byDigit === undefined ? null : aa.byDigit / aa.splits)),
        colours.custom,
        'x',
      ),
    ],
    layout: {
      ...layout,
      margin: { ...layout.margin, l: 190 },
      xaxis: {
        ...axisLines,
        title: { text: 'share of the splits with an alarm' },
        tickformat: '.0%',
        rangemode: 'tozero',
      },
      yaxis: { ...axisLines, autorange: 'reversed' },
      shapes: [
        {
          type: 'rect',
          x0: low / splits,
          x1: high / splits,
          y0: 0,
          y1: 1,
          yref: 'paper',
          fillcolor: colours.neutral,
          opacity: 0.25,
          line: { width: 0 },
          layer: 'below',
        },
      ],
    },
    summary:
      shown.length === 0
        ? 'The tests were not tried on halves of one set.'
        : `${held} of ${shown.length} tests keep their level of ${percent(level, 0)}: over ${splits} splits of one set they call no more alarms than chance allows (grey, ${percent(low / splits)} to ${percent(high / splits)}).`,
  };
}
