import { basename } from 'node:path';
import { UserError } from '../../common/errors';
import { readInflated } from '../idx';
import { arraySet, classesOf } from './arrays';
import { type PartSet, partOf } from './picture-set';

/** Names of the column that holds the class, in the order in which they are looked for. */
const labelNames = ['label', 'labels', 'class', 'target', 'digit', 'y', 'character'];

/** Where the class stands among some columns by its name; -1 where none is so called. */
export function labelColumn(names: readonly string[]): number {
  const lower = names.map((name) => name.trim().toLowerCase());
  for (const name of labelNames) if (lower.includes(name)) return lower.indexOf(name);
  return -1;
}

/**
 * Reads pictures from a table in a text file, one a line: the pixels of a square picture and the label before or
 * after them, parted by commas, semicolons, tabs or spaces, with a line of headings or without.
 *
 * So come Kaggle's MNIST (a label and 784 pixels), USPS (`zip.train`, -1 to 1) and the UCI digits (64 counts to
 * 16, then the label). Gzipped or plain. Throws a `UserError` that names the line where it isn't so.
 */
export async function readTable(path: string): Promise<PartSet[]> {
  const text = await readInflated(path);
  const { headings, rows, width } = parse(text, path);
  const count = rows.length / width;
  if (count === 0) throw new UserError(`${path} holds no line of numbers`);
  const at = labelAt(headings, rows, width, path);
  const pixels = at < 0 ? width : width - 1;
  const side = Math.round(Math.sqrt(pixels));
  const values = new Float32Array(count * pixels);
  for (let n = 0; n < count; n++) {
    let to = n * pixels;
    for (let k = 0; k < width; k++) if (k !== at) values[to++] = rows[n * width + k];
  }
  const labels = at < 0 ? undefined : Float64Array.from({ length: count }, (_, n) => rows[n * width + at]);
  const strides = { picture: pixels, row: side, column: 1, channel: 0 };
  const array = { values, count, width: side, height: side, channels: 1, strides };
  const kind = labels ? 'a table with labels' : 'a table without labels';
  const classes = labels && classesOf(labels, [count]);
  return [{ part: partOf(basename(path)), set: arraySet(array, { kind, name: path, classes }) }];
}

/** The column of the label; -1 where every column is a pixel. */
function labelAt(
  headings: readonly string[] | undefined,
  rows: Float32Array,
  width: number,
  path: string,
): number {
  const named = headings ? labelColumn(headings) : -1;
  if (named >= 0 && isSquare(width - 1)) return named;
  if (isSquare(width) && named < 0) return -1;
  if (!isSquare(width - 1)) {
    throw new UserError(
      `${path} has ${width} columns: expected the pixels of a square picture (784 of 28×28) and a label before or after them`,
    );
  }
  const whole = (k: number): boolean => {
    for (let i = k; i < rows.length; i += width) {
      if (!Number.isInteger(rows[i]) || rows[i] < 0 || rows[i] > 255) return false;
    }
    return true;
  };
  // Without headings: first as in USPS and Kaggle's tables, last as in UCI's, told by a first pixel that is always 0.
  const even = (k: number): boolean => {
    for (let i = k; i < rows.length; i += width) if (rows[i] !== rows[k]) return false;
    return true;
  };
  if (whole(0) && !(even(0) && whole(width - 1) && !even(width - 1))) return 0;
  if (whole(width - 1)) return width - 1;
  throw new UserError(`${path}: neither the first nor the last of its ${width} columns holds labels`);
}

function isSquare(n: number): boolean {
  const side = Math.round(Math.sqrt(n));
  return side >= 4 && side * side === n;
}

interface Parsed {
  headings?: string[];
  /** Row after row. */
  rows: Float32Array;
  width: number;
}

const [newline, dot, minus, plus, space, tab, carriage, comma, semicolon, quote] = [...'\n.-+ \t\r,;"'].map(
  (c) => c.charCodeAt(0),
);

/** Reads a table of numbers byte by byte: tens of millions of them in a second or two, without a string for each. */
function parse(text: Uint8Array, path: string): Parsed {
  let at = text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf ? 3 : 0;
  const first = Buffer.from(text.buffer, text.byteOffset + at, endOfLine(text, at) - at).toString('utf8');
  let headings: string[] | undefined;
  if (/[a-z_]/i.test(first.replace(/\d[eE][+-]?\d/g, ''))) {
    headings = first.split(/[,;\t]/).map((name) => name.trim().replace(/^"|"$/g, ''));
    at = Math.min(text.length, endOfLine(text, at) + 1);
  }
  let rows = new Float32Array(1 << 16);
  let filled = 0;
  let width = 0;
  for (let line = headings ? 2 : 1; at < text.length; line++) {
    const end = endOfLine(text, at);
    const before = filled;
    while (at < end) {
      const byte = text[at];
      if (
        byte === space ||
        byte === tab ||
        byte === carriage ||
        byte === comma ||
        byte === semicolon ||
        byte === quote
      ) {
        at++;
        continue;
      }
      let stop = at;
      while (stop < end && isNumeral(text[stop])) stop++;
      const value = stop > at ? numberIn(text, at, stop) : Number.NaN;
      if (Number.isNaN(value)) {
        const there = Buffer.from(text.subarray(at, Math.min(end, at + 20))).toString('utf8');
        throw new UserError(`${path}, line ${line}: expected a number but got ${JSON.stringify(there)}`);
      }
      if (filled === rows.length) {
        const larger = new Float32Array(2 * rows.length);
        larger.set(rows);
        rows = larger;
      }
      rows[filled++] = value;
      at = stop;
    }
    at = end + 1;
    if (filled === before) continue;
    width ||= filled - before;
    if (filled - before !== width)
      throw new UserError(
        `${path}, line ${line}: expected ${width} numbers as before but got ${filled - before}`,
      );
  }
  return { headings, rows: rows.subarray(0, filled), width };
}

function endOfLine(text: Uint8Array, at: number): number {
  const end = text.indexOf(newline, at);
  return end < 0 ? text.length : end;
}

function isNumeral(byte: number): boolean {
  return (
    (byte >= 48 && byte <= 57) ||
    byte === dot ||
    byte === minus ||
    byte === plus ||
    byte === 101 ||
    byte === 69
  );
}

/** The number between two places; most are short and whole, and need no string. */
function numberIn(text: Uint8Array, start: number, end: number): number {
  if (end - start <= 9) {
    let value = 0;
    let at = start;
    for (; at < end && text[at] >= 48 && text[at] <= 57; at++) value = 10 * value + text[at] - 48;
    if (at === end) return value;
  }
  return Number(Buffer.from(text.buffer, text.byteOffset + start, end - start).toString('latin1'));
}
