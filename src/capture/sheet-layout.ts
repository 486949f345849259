import { UserError } from '../common/errors';

/** Which digits a sheet shows, as it is said in one word: see {@link readLayout}. */
export type SheetLayout =
  | { kind: 'one'; digit: number }
  | { kind: 'rows'; digits: number[] }
  | { kind: 'columns'; digits: number[] }
  | { kind: 'grid'; rows: number[][] };

/** How layouts are written, for messages. */
export const layoutForms =
  '7 (all over), rows-0123456789, columns-0123456789, or 01234_56789 (the digits of each row)';

/**
 * Reads what a sheet shows: `7` is that digit all over, `rows-01` zeros in the first row and ones in the second,
 * `columns-01` the same by columns, and `012_345` every digit of each row, the rows parted by `_`.
 *
 * Gives `undefined` for anything else.
 */
export function readLayout(text: string): SheetLayout | undefined {
  const digits = (row: string): number[] => [...row].map(Number);
  if (/^\d$/.test(text)) return { kind: 'one', digit: Number(text) };
  const lined = /^(rows|columns)-(\d+)$/.exec(text);
  if (lined) return { kind: lined[1] === 'rows' ? 'rows' : 'columns', digits: digits(lined[2]) };
  if (/^\d+(_\d+)*$/.test(text)) return { kind: 'grid', rows: text.split('_').map(digits) };
  return undefined;
}

/**
 * The label of each digit found on a sheet, row by row.
 *
 * Throws a `UserError` where the layout doesn't agree with the rows found.
 *
 * @param found how many digits lie in each row
 */
export function labelsOf(layout: SheetLayout, found: readonly number[]): number[][] {
  const expected = (what: string): UserError =>
    new UserError(`expected ${what}, found ${found.join(', ')} in ${found.length} rows`);
  const each = (label: (row: number, column: number) => number): number[][] =>
    found.map((count, row) => Array.from({ length: count }, (_, column) => label(row, column)));
  if (layout.kind === 'one') return each(() => layout.digit);
  if (layout.kind === 'rows') {
    const { digits } = layout;
    if (found.length !== digits.length) throw expected(`digits in ${digits.length} rows`);
    return each((row) => digits[row]);
  }
  if (layout.kind === 'columns') {
    const { digits } = layout;
    // With one missing, nothing tells which column the others of its row belong to.
    if (found.some((count) => count !== digits.length)) throw expected(`${digits.length} digits in each row`);
    return each((_row, column) => digits[column]);
  }
  const { rows } = layout;
  if (found.join() !== rows.map((row) => row.length).join())
    throw expected(`${rows.map((row) => row.length).join(', ')} digits in ${rows.length} rows`);
  return rows.map((row) => [...row]);
}

/** How many digits a simulated sheet shows in a line where the layout leaves it open. */
const inLine = 6;

/** The digits of a sheet of this layout, row by row; where the layout leaves their number open, six in a line. */
export function writeOut(layout: SheetLayout): number[][] {
  const six = Array.from({ length: inLine }, (_, i) => i);
  if (layout.kind === 'grid') return layout.rows;
  if (layout.kind === 'rows') return layout.digits.map((digit) => six.map(() => digit));
  if (layout.kind === 'columns') return six.map(() => [...layout.digits]);
  return six.map(() => six.map(() => layout.digit));
}
