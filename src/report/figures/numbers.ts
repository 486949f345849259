import type { Figure } from './figure';

/** The numbers of a figure as a table. */
export interface Numbers {
  readonly columns: string[];
  /** As many entries a row as there are columns; null where a trace has none. */
  readonly rows: (string | number | null)[][];
}

/** The traces whose numbers can stand in a table, as far as a table needs them. */
interface Trace {
  type?: string;
  name?: string;
  /** The panel that the trace is in, where a figure has several. */
  meta?: unknown;
  /** Lines to go by, such as a diagonal, are passed over by the mouse and left out of the table. */
  hoverinfo?: string;
  x?: ArrayLike<string | number | null>;
  y?: ArrayLike<string | number | null>;
  z?: ArrayLike<ArrayLike<number | null>>;
  error_x?: { array?: ArrayLike<number>; arrayminus?: ArrayLike<number> };
  error_y?: { array?: ArrayLike<number>; arrayminus?: ArrayLike<number> };
  xaxis?: string;
  yaxis?: string;
}

/** Enough for a map of 600 digits of each set, drawn twice; more rows would only weigh on the page. */
const most = 3000;

/**
 * The numbers that a figure draws: a row for each point of its lines, bars and heat maps, with the ends of its
 * error bars. Undefined for pictures, and for more points than anyone reads in a table.
 */
export function numbersOf({ data, layout }: Pick<Figure, 'data' | 'layout'>): Numbers | undefined {
  const traces = data as Trace[];
  const axes = layout as Record<string, { title?: { text?: string } } | undefined>;
  const titleOf = (letter: 'x' | 'y', trace: Trace): string => {
    const key = (trace[`${letter}axis`] ?? letter).replace(letter, `${letter}axis`);
    return axes[key]?.title?.text ?? axes[`${letter}axis`]?.title?.text ?? letter;
  };
  const maps = traces.filter(({ type, x, z }) => type === 'heatmap' && x && z);
  if (maps.length > 0) return mapNumbers(maps, `${titleOf('y', maps[0])} \\ ${titleOf('x', maps[0])}`);
  const drawn = traces.filter((trace) => pointsOf(trace).length > 0);
  const [x, ...others] = distinct(drawn.map((trace) => titleOf('x', trace)));
  const [y, ...more] = distinct(drawn.map((trace) => titleOf('y', trace)));
  const rows: Row[] = [];
  for (const trace of drawn) {
    // Panels that show different things are told apart by what they show.
    const panel = text(trace.meta) ?? (more.length > 0 ? titleOf('y', trace) : null);
    const own = { panel, series: text(trace.name) };
    for (const point of pointsOf(trace)) rows.push({ ...own, ...point });
    if (rows.length > most) return undefined;
  }
  if (rows.length === 0) return undefined;
  const columns: [string, (row: Row) => string | number | null][] = [
    ['panel', (row) => row.panel],
    ['series', (row) => row.series],
    [others.length > 0 ? 'x' : x, (row) => row.x],
    [more.length > 0 ? 'y' : y, (row) => row.y],
    ['from', (row) => row.low],
    ['to', (row) => row.high],
  ];
  const used = columns.filter(([, of]) => rows.some((row) => of(row) !== null));
  return { columns: used.map(([name]) => name), rows: rows.map((row) => used.map(([, of]) => of(row))) };
}

interface Point {
  x: string | number | null;
  y: string | number | null;
  low: number | null;
  high: number | null;
}

interface Row extends Point {
  panel: string | null;
  series: string | null;
}

/** Heat maps keep their shape: a row a line, a column for each of its places. */
function mapNumbers(maps: readonly Trace[], corner: string): Numbers {
  const places = Array.from(maps[0].x ?? [], String);
  const named = maps.some(({ meta }) => text(meta) !== null);
  const rows = maps.flatMap(({ meta, y, z }) =>
    Array.from(z ?? [], (line, r) => [
      ...(named ? [text(meta)] : []),
      String(y?.[r] ?? r),
      ...Array.from(line),
    ]),
  );
  return { columns: [...(named ? ['panel'] : []), corner, ...places], rows };
}

function pointsOf({ type = 'scatter', hoverinfo, x, y, error_x, error_y }: Trace): Point[] {
  if ((type !== 'scatter' && type !== 'bar') || hoverinfo === 'skip' || !x || !y) return [];
  return Array.from({ length: Math.min(x.length, y.length) }, (_, i) => {
    const [low, high] = ends(error_x, x[i], i) ?? ends(error_y, y[i], i) ?? [null, null];
    return { x: x[i], y: y[i], low, high };
  });
}

function ends(
  error: Trace['error_x'],
  value: string | number | null,
  i: number,
): [number, number] | undefined {
  if (typeof value !== 'number' || !error?.array) return undefined;
  return [value - (error.arrayminus ?? error.array)[i], value + error.array[i]];
}

function distinct(titles: readonly string[]): string[] {
  return [...new Set(titles)];
}

/** A name without the mark-up that Plotly knows. */
function text(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  return value
    .replace(/<br>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .trim();
}
