import { escapeHtml, scriptJson } from '../html';
import { type Notebook, type Output, textOf } from '../run/notebook-file';
import type { FigureJson, Painter, Picture } from './pictures';

/** The mime type of a Plotly figure. */
export const plotlyType = 'application/vnd.plotly.v1+json';

/** How many figures a notebook has. */
export function countFigures(notebook: Notebook): number {
  return outputsOf(notebook).filter(figureOf).length;
}

/**
 * Adds a PNG to every Plotly figure of a notebook, in place, for readers where nothing runs.
 *
 * @param onDrawn called after each figure
 */
export async function addPictures(notebook: Notebook, painter: Painter, onDrawn: () => void): Promise<void> {
  for (const output of outputsOf(notebook)) {
    const figure = figureOf(output);
    if (!figure) continue;
    const picture = await painter.draw(figure);
    output.data = { ...output.data, 'image/png': picture.png };
    output.metadata = { 'image/png': { width: picture.width, height: picture.height } };
    onDrawn();
  }
}

/** The output as the report shows it: a figure becomes its picture with the data to draw it live. */
export function figureAsHtml(output: Output): Output {
  const figure = figureOf(output);
  const png = output.data?.['image/png'];
  if (!figure || typeof png !== 'string') return output;
  const { 'image/png': size } = output.metadata as { 'image/png': { width: number; height: number } };
  const summary = textOf(output.data?.['text/plain'] as string | string[] | undefined).trim();
  return {
    ...output,
    metadata: {},
    data: { 'text/html': figureHtml(figure, { png, ...size }, summary), 'text/plain': summary },
  };
}

/**
 * A figure in HTML: its picture, the place where the page's script draws it live, and the data for that. The
 * summary stands for it where it isn't seen; below it stands the caption, an output of its own.
 */
export function figureHtml(figure: FigureJson, picture: Picture, summary: string): string {
  const { png, width, height } = picture;
  const { data, layout } = figure;
  return [
    `<figure class="figure" style="--width: ${width}px; --height: ${height}px">`,
    `<img src="data:image/png;base64,${png}" width="${width}" height="${height}" alt="${escapeHtml(summary)}">`,
    // Takes the picture's place, and its name with it: Plotly's drawing has none.
    `<div class="live" role="img" aria-label="${escapeHtml(summary)}"></div>`,
    `<script type="application/json">${scriptJson({ data, layout: layout ?? {}, height })}</script>`,
    '</figure>',
  ].join('\n');
}

function outputsOf(notebook: Notebook): Output[] {
  return notebook.cells.flatMap((cell) => cell.outputs ?? []);
}

function figureOf(output: Output): FigureJson | undefined {
  return output.data?.[plotlyType] as FigureJson | undefined;
}
