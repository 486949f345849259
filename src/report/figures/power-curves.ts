import type { Annotation, Layout } from 'plotly.js-dist';
import { percent } from '../../common/numbers';
import type { DriftTest } from '../../drift/comparison';
import { axisLines, baseLayout, colours, type Figure } from './figure';

const dashes = ['dot', 'dash', 'solid'] as const;

/** How often each test notices known shifts of three strengths, by the number of digits: one panel a test. */
export function powerCurves(tests: readonly DriftTest[]): Figure {
  const shown = tests.filter(({ power }) => power.length > 0);
  const columns = 3;
  const rows = Math.max(1, Math.ceil(shown.length / columns));
  const height = 170 + 180 * rows;
  const layout: Partial<Layout> & Record<string, unknown> = baseLayout(
    'How often each test notices a known shift',
    height,
  );
  const annotations: Partial<Annotation>[] = [];
  const gap = { x: 0.06, y: 0.36 / rows };
  const cell = { x: (1 - gap.x * (columns - 1)) / columns, y: (1 - gap.y * (rows - 1)) / rows };
  const data = shown.flatMap(({ name, space, power }, i) => {
    const key = i === 0 ? '' : String(i + 1);
    const left = (i % columns) * (cell.x + gap.x);
    const top = 1 - Math.floor(i / columns) * (cell.y + gap.y);
    layout[`xaxis${key}`] = {
      ...axisLines,
      type: 'log',
      domain: [left, left + cell.x],
      anchor: `y${key}`,
      tickvals: [...new Set(power.map(({ digits }) => digits))],
      ...(i >= shown.length - columns ? { title: { text: 'digits in each sample' } } : {}),
    };
    layout[`yaxis${key}`] = {
      ...axisLines,
      domain: [Math.max(0, top - cell.y), top],
      anchor: `x${key}`,
      range: [-0.03, 1.05],
      tickformat: '.0%',
      ...(i % columns === 0 ? { title: { text: 'noticed' } } : {}),
    };
    annotations.push({
      text: `<b>${name}</b>, ${space}`,
      x: left,
      y: top,
      xref: 'paper',
      yref: 'paper',
      xanchor: 'left',
      yanchor: 'bottom',
      showarrow: false,
      font: { size: 12 },
    });
    const shifts = [...new Set(power.map(({ shift }) => shift))];
    return shifts.map((shift) => {
      const own = power.filter((one) => one.shift === shift);
      const knockedOut = shift.includes('zeros');
      return {
        type: 'scatter' as const,
        meta: `${name}, ${space}`,
        mode: 'lines+markers' as const,
        name: shift,
        legendgroup: shift,
        showlegend: i === 0,
        x: own.map(({ digits }) => digits),
        y: own.map(({ detected }) => detected),
        xaxis: `x${key}`,
        yaxis: `y${key}`,
        line: {
          color: knockedOut ? colours.custom : colours.mnist,
          dash: dashes[['small', 'medium', 'large'].indexOf(own[0].strength)],
          width: 2,
        },
        marker: { size: 5, symbol: knockedOut ? ('square' as const) : ('circle' as const) },
        hovertemplate: `${shift}, %{x} digits: noticed %{y:.0%}<extra></extra>`,
      };
    });
  });
  return {
    data,
    layout: {
      ...layout,
      margin: { ...layout.margin, t: 170 },
      // By the figure's own height: by the plot's, as many rows of it as the width asks for would cover a panel.
      legend: { orientation: 'h', x: 0, y: 1 - 36 / height, yref: 'container', yanchor: 'top' },
      annotations,
    },
    summary: summaryOf(shown),
  };
}

function summaryOf(tests: readonly DriftTest[]): string {
  if (tests.length === 0) return 'The tests were not tried on known shifts.';
  const runs = tests[0]?.power[0]?.runs ?? 0;
  const best = tests
    .flatMap(({ name, space, power }) => power.map((one) => ({ name, space, ...one })))
    .filter(({ strength, detected }) => strength === 'medium' && detected >= 0.8)
    .sort((a, b) => a.digits - b.digits || b.detected - a.detected)[0];
  const found = best
    ? `The first to notice a medium shift in four of five runs is ${best.name} on ${best.space}, with ${best.digits} digits (${best.shift}: ${percent(best.detected, 0)}).`
    : 'No test notices a medium shift in four of five runs at these sizes.';
  return `${found} ${runs} runs for each point.`;
}
