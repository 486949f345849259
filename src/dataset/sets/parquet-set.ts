import { basename } from 'node:path';
import pl from 'nodejs-polars';
import { messageOf, UserError } from '../../common/errors';
import { openPhoto } from '../../imaging/open';
import { arraySet, type PictureArray, picturesOf } from './arrays';
import { type OpenedPicture, type PartSet, type PictureSet, partOf } from './picture-set';
import { labelColumn } from './table';

type Scan = ReturnType<typeof pl.scanParquet>;
type Expr = ReturnType<typeof pl.col>;

/** Names of the column that holds the picture, in the order in which they are looked for. */
const pictureNames = ['pixels', 'image', 'img', 'picture', 'images', 'data', 'features', 'x'];

/** Rows that are read at once. */
const chunk = 2000;

/**
 * Reads pictures from a Parquet file: a column of encoded pictures (bytes, or a struct of bytes and path, as
 * Hugging Face's data sets have), one of lists of pixels (this project's own export), lists of rows, or one
 * numeric column for each pixel; a column of labels and one of sheets where they are there.
 *
 * Throws a `UserError` where the file is none or has no such columns.
 */
export async function readParquetSet(path: string): Promise<PartSet[]> {
  const scan = opened(path);
  const columns = scan.columns;
  const label = columns[labelColumn(columns)];
  const classes = label === undefined ? undefined : texts(scan, label);
  const sheets = columns.includes('sheet') ? texts(scan, 'sheet') : undefined;
  const about = { name: path, classes, sheets };
  const kind = label === undefined ? 'a Parquet file without labels' : 'a Parquet file';
  const named = pictureNames.filter((name) => columns.includes(name));
  const part = partOf(basename(path));
  for (const column of named) {
    const encoded = await encodedSet(scan, column, { ...about, kind });
    if (encoded) return [{ part, set: encoded }];
    const pictures = listed(scan, column, path);
    if (pictures) return [{ part, set: arraySet(pictures, { ...about, kind }) }];
  }
  const pictures = spread(scan, columns, label, path);
  if (pictures) return [{ part, set: arraySet(pictures, { ...about, kind }) }];
  throw new UserError(
    `${path} holds no pictures: expected a column ${pictureNames.slice(0, 2).join(' or ')} (encoded bytes, or a list of pixels), or a column for each of 784 pixels; found ${columns.slice(0, 12).join(', ')}`,
  );
}

function opened(path: string): Scan {
  try {
    const scan = pl.scanParquet(path);
    if (scan.columns.length > 0) return scan;
  } catch (error) {
    throw new UserError(`${path} is no Parquet file that can be read: ${messageOf(error).split('\n')[0]}`);
  }
  throw new UserError(`${path} is a Parquet file without columns`);
}

/** A column under an expression as plain values; undefined where the column isn't of that kind. */
function taken(scan: Scan, expression: Expr, rows?: [number, number]): unknown[] | undefined {
  try {
    const lazy = scan.select(expression.as('value'));
    const frame = (rows ? lazy.slice(rows[0], rows[1]) : lazy).collectSync();
    return frame.getColumn('value').toArray();
  } catch {
    return undefined;
  }
}

function texts(scan: Scan, column: string): string[] {
  return (taken(scan, pl.col(column).cast(pl.Utf8)) ?? []).map((value) => String(value ?? ''));
}

function rowsIn(scan: Scan, column: string): number {
  const [count] = taken(scan, pl.col(column).isNull().cast(pl.UInt8).count()) ?? [0];
  return Number(count);
}

/** Pictures as the bytes of files; undefined where the column holds none. */
async function encodedSet(
  scan: Scan,
  column: string,
  { kind, name, classes, sheets }: { kind: string; name: string; classes?: string[]; sheets?: string[] },
): Promise<PictureSet | undefined> {
  // A cast turns bytes into lists, which the library's JavaScript side can take.
  const asList = pl.List(pl.UInt8);
  const ways = [pl.col(column).struct.field('bytes').cast(asList), pl.col(column).cast(asList)];
  // Lists of numbers can be cast as well, and are told apart by being castable to lists of floats.
  const isList = taken(scan, pl.col(column).cast(pl.List(pl.Float64)), [0, 1]) !== undefined;
  const isNested = taken(scan, pl.col(column).cast(pl.List(pl.List(pl.Float64))), [0, 1]) !== undefined;
  if (isList || isNested) return undefined;
  const bytes = ways.find((way) =>
    taken(scan, way, [0, 1])?.every((value) => value === null || Array.isArray(value)),
  );
  if (!bytes) return undefined;
  const nameOf = (position: number): string => `${name}, picture ${position + 1}`;
  return {
    kind,
    count: rowsIn(scan, column),
    classes,
    sheets,
    notes: [],
    nameOf,
    async *open(positions, signal): AsyncIterable<OpenedPicture> {
      let first = -1;
      let rows: unknown[] = [];
      for (const position of positions) {
        signal?.throwIfAborted();
        if (first < 0 || position >= first + chunk) {
          first = position;
          rows = taken(scan, bytes, [first, chunk]) ?? [];
        }
        const content = rows[position - first];
        try {
          const encoded = Buffer.from(Array.isArray(content) ? (content as number[]) : []);
          yield { position, picture: await openPhoto(encoded, { name: nameOf(position) }) };
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          yield { position, refused: error.message };
        }
      }
    },
  };
}

/** Pictures as lists of pixels, or lists of rows of them; undefined where the column holds none. */
function listed(scan: Scan, column: string, path: string): PictureArray | undefined {
  const flat = pl.col(column).cast(pl.List(pl.Float64));
  const nested = pl.col(column).cast(pl.List(pl.List(pl.Float64)));
  // One pixel to a list is what the cast makes of a plain number.
  const width = (row: unknown): number => (Array.isArray(row) ? row.flat().length : 0);
  for (const way of [flat, nested]) {
    const [row] = taken(scan, way, [0, 1]) ?? [];
    const pixels = width(row);
    if (pixels < 16) continue;
    const rows = rowsIn(scan, column);
    const values = new Float32Array(rows * pixels);
    for (let start = 0; start < rows; start += chunk) {
      for (const [i, picture] of (taken(scan, way, [start, chunk]) ?? []).entries()) {
        if (width(picture) !== pixels) {
          throw new UserError(
            `${path}, picture ${start + i + 1}: expected ${pixels} pixels as before but got ${width(picture)}`,
          );
        }
        values.set((picture as number[][]).flat(), (start + i) * pixels);
      }
    }
    const [first] = row as unknown[];
    if (!Array.isArray(first) || first.length === 1) return picturesOf(values, [rows, pixels], [pixels, 1]);
    const wide = first.length;
    return picturesOf(values, [rows, pixels / wide, wide], [pixels, wide, 1]);
  }
  return undefined;
}

/** Pictures as one column for each pixel. */
function spread(
  scan: Scan,
  columns: readonly string[],
  label: string | undefined,
  path: string,
): PictureArray | undefined {
  const pixels = columns.filter((name) => name !== label && (/\d/.test(name) || name.length < 3));
  const side = Math.round(Math.sqrt(pixels.length));
  if (side < 4 || side * side !== pixels.length) return undefined;
  const rows = rowsIn(scan, pixels[0]);
  const values = new Float32Array(rows * pixels.length);
  for (const [k, name] of pixels.entries()) {
    const column = taken(scan, pl.col(name).cast(pl.Float64));
    if (!column) throw new UserError(`${path}: the column ${name} holds no numbers`);
    for (let n = 0; n < rows; n++) values[n * pixels.length + k] = Number(column[n]);
  }
  return picturesOf(values, [rows, pixels.length], [pixels.length, 1]);
}
