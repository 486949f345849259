import type { DataFrame } from 'nodejs-polars';
import { escapeHtml } from '../html';
import { showHtml } from './display';

/** How a table is shown. */
export interface TableOptions {
  /** One line above it. */
  caption?: string;
  /** How the values of a column are written, by the column's name; text and whole numbers need none. */
  format?: Record<string, (value: number) => string>;
}

/** Shows a data frame as a table: numbers to the right, an empty cell for a missing value. */
export function showTable(frame: DataFrame, options: TableOptions = {}): void {
  const names = frame.columns;
  const rows = frame
    .rows()
    .map((row: unknown[]) => row.map((value, i) => cell(value, options.format?.[names[i]])));
  const isNumber = names.map((name) => frame.getColumn(name).isNumeric());
  const tag = (kind: 'th' | 'td', texts: string[]): string => {
    const scope = kind === 'th' ? ' scope="col"' : '';
    const cells = texts.map((text, i) => {
      const side = isNumber[i] ? 'right' : 'left';
      return `<${kind}${scope} style="text-align: ${side}">${escapeHtml(text)}</${kind}>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  };
  const caption = options.caption
    ? `<caption style="text-align: left">${escapeHtml(options.caption)}</caption>`
    : '';
  const html =
    `<table class="inkdrift-table">${caption}<thead>${tag('th', names)}</thead>` +
    `<tbody>${rows.map((row) => tag('td', row)).join('')}</tbody></table>`;
  showHtml(html, [options.caption, ...plain([names, ...rows])].filter(Boolean).join('\n'));
}

function cell(value: unknown, format?: (value: number) => string): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return format ? format(value) : String(value);
  return String(value);
}

function plain(rows: string[][]): string[] {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) =>
    row
      .map((text, i) => text.padEnd(widths[i]))
      .join('  ')
      .trimEnd(),
  );
}
