import type { Annotation, Layout } from 'plotly.js-dist';
import { whole } from '../../common/numbers';
import { axisLines, baseLayout, type Figure, shareScale } from './figure';

/** What one model makes of one test set. */
export interface Confusion {
  /** What stands above it: which model reads which data, and how well. */
  title: string;
  /** 10×10 counts: rows are the true digits, columns the digits read. */
  counts: readonly (readonly number[])[];
}

/** Confusion matrices, two in a row: for each true digit, the share read as each digit. */
export function confusionMatrices(title: string, matrices: readonly Confusion[]): Figure {
  const digits = Array.from({ length: 10 }, (_, digit) => digit);
  const rows = Math.ceil(matrices.length / 2);
  const layout: Partial<Layout> & Record<string, unknown> = baseLayout(title, 100 + 390 * rows);
  const annotations: Partial<Annotation>[] = [];
  const gap = { x: 0.12, y: rows > 1 ? 0.15 : 0 };
  const cell = { x: (1 - gap.x) / 2, y: (1 - gap.y * (rows - 1)) / rows };
  const data = matrices.map(({ title: heading, counts }, i) => {
    const column = i % 2;
    const row = Math.floor(i / 2);
    const key = i === 0 ? '' : String(i + 1);
    const left = column * (cell.x + gap.x);
    const top = 1 - row * (cell.y + gap.y);
    layout[`xaxis${key}`] = {
      ...axisLines,
      title: { text: 'read as' },
      domain: [left, left + cell.x],
      anchor: `y${key}`,
      tickvals: digits,
      showgrid: false,
      zeroline: false,
    };
    layout[`yaxis${key}`] = {
      ...axisLines,
      title: { text: 'true digit' },
      domain: [Math.max(0, top - cell.y), top],
      anchor: `x${key}`,
      tickvals: digits,
      autorange: 'reversed',
      showgrid: false,
      zeroline: false,
    };
    annotations.push({
      text: heading,
      x: left + cell.x / 2,
      y: top,
      xref: 'paper',
      yref: 'paper',
      xanchor: 'center',
      yanchor: 'bottom',
      yshift: 4,
      showarrow: false,
      font: { size: 13 },
    });
    return {
      type: 'heatmap' as const,
      meta: heading,
      x: digits,
      y: digits,
      z: counts.map((line) => shares(line)),
      customdata: counts.map((line) => line.map((count) => whole(count))),
      hovertemplate: 'a %{y} read as %{x}: %{customdata} (%{z:.0%})<extra></extra>',
      xaxis: `x${key}`,
      yaxis: `y${key}`,
      zmin: 0,
      zmax: 1,
      colorscale: shareScale,
      xgap: 1,
      ygap: 1,
      showscale: i === 0,
      colorbar: {
        title: { text: 'share of the digit', side: 'right' as const },
        tickformat: '.0%',
        thickness: 12,
      },
    };
  });
  return {
    data,
    layout: { ...layout, margin: { ...layout.margin, t: 96 }, annotations },
    summary: matrices.map((matrix) => matrix.title.replaceAll('<br>', ', ')).join('; '),
  };
}

function shares(counts: readonly number[]): number[] {
  const sum = counts.reduce((a, b) => a + b, 0);
  return counts.map((count) => (sum > 0 ? count / sum : 0));
}
