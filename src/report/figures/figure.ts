import type { Data, Layout } from 'plotly.js-dist';
import { escapeHtml, typeset } from '../html';
import { publish, showHtml } from '../notebook/display';
import { type Numbers, numbersOf } from './numbers';

/** A figure as Plotly draws it, with the sentence that stands for it where it can't be drawn. */
export interface Figure {
  data: Partial<Data>[];
  layout: Partial<Layout>;
  /** What the figure shows, in a sentence or two with its main figures. */
  summary: string;
}

/**
 * The colours of all figures, by what they stand for.
 *
 * Blue and orange stay apart for every common kind of colour blindness (Okabe and Ito, 2008).
 */
export const colours = { custom: '#d55e00', mnist: '#0072b2', neutral: '#8a8f98', ink: '#1f2430' } as const;

/** The layout that all figures share: white paper, quiet lines, room for the axis titles. */
export function baseLayout(title: string, height: number): Partial<Layout> {
  return {
    // At the very top, so that a legend or headings of panels have the rest of the margin to themselves.
    title: {
      text: title,
      x: 0,
      xref: 'paper',
      xanchor: 'left',
      y: 1,
      yref: 'container',
      yanchor: 'top',
      pad: { t: 8 },
      font: { size: 16 },
    },
    width: 820,
    height,
    margin: { l: 64, r: 24, t: 72, b: 56 },
    font: {
      family: 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
      size: 13,
      color: colours.ink,
    },
    paper_bgcolor: 'white',
    plot_bgcolor: 'white',
    legend: { orientation: 'h', y: 1.02, yanchor: 'bottom', x: 1, xanchor: 'right' },
  };
}

/** Shares from none (white) to all (dark blue). */
export const shareScale: [number, string][] = [
  [0, '#f7f9fc'],
  [0.25, '#cfe1f2'],
  [0.5, '#93bfe0'],
  [0.6, '#79aed6'],
  [0.6, '#2a6cab'],
  [0.75, '#1f5d9b'],
  [1, '#0b3f7a'],
];

/** The colour of text on a share of `shareScale`: both halves of the scale leave a contrast of 4.5 to 1 or more. */
export function inkOn(share: number): string {
  return share >= 0.6 ? '#ffffff' : colours.ink;
}

/** The lines of an ordinary axis. */
export const axisLines = {
  gridcolor: '#e6e8eb',
  linecolor: '#c4c8ce',
  zerolinecolor: '#c4c8ce',
  automargin: true,
} as const;

/**
 * Shows a figure under the running cell, live in JupyterLab and in the report, and below it what it shows in a
 * sentence and its numbers as a table.
 */
export function showFigure(figure: Figure): void {
  publish({
    'application/vnd.plotly.v1+json': {
      data: figure.data,
      layout: figure.layout,
      config: { displaylogo: false },
    },
    'text/plain': figure.summary,
  });
  showHtml(captionHtml(figure), figure.summary);
}

/** The sentence below a figure, and its numbers, folded away. */
export function captionHtml(figure: Figure): string {
  const numbers = numbersOf(figure);
  const table = numbers
    ? `<details class="inkdrift-numbers"><summary>Its numbers</summary>${numbersTable(numbers)}</details>`
    : '';
  return `<div class="inkdrift-caption"><p>${typeset(figure.summary)}</p>${table}</div>`;
}

function numbersTable({ columns, rows }: Numbers): string {
  const cells = (tag: 'th' | 'td', row: readonly (string | number | null)[]): string =>
    `<tr>${row.map((value) => `<${tag}${typeof value === 'number' ? ' style="text-align: right"' : ''}>${escapeHtml(written(value))}</${tag}>`).join('')}</tr>`;
  return `<table class="inkdrift-table"><thead>${cells('th', columns)}</thead><tbody>${rows.map((row) => cells('td', row)).join('')}</tbody></table>`;
}

/** Four digits tell apart what a figure can show. */
function written(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'string') return value.replace(/<br>/g, ' ').replace(/<[^>]*>/g, '');
  return String(Number(value.toPrecision(4)));
}
