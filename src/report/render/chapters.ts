import { duration } from '../../common/numbers';
import { escapeHtml } from '../html';
import { type Cell, hasTag, type Notebook, textOf } from '../run/notebook-file';
import { figureAsHtml } from './figures';
import { anchorHeadings, type Heading, tableOfContents } from './headings';
import { parameterTable } from './parameter-table';

/** An executed notebook with its name. */
export interface Executed {
  /** `04-training`. */
  name: string;
  notebook: Notebook;
}

/** What stands before and after the notebooks, as HTML. */
export interface Frame {
  title: string;
  /** What a reader sees first: the verdict. */
  head: string;
  /** What the figures rest on: the provenance. */
  tail: string;
}

/**
 * Merges executed notebooks into one, each a chapter, for nbconvert with the report's template.
 *
 * The template finds the title and the table of contents in the metadata.
 */
export function mergeNotebooks(executed: readonly Executed[], frame: Frame): Notebook {
  const taken = new Set(['summary', 'provenance']);
  const chapters = executed.map((each, i) => chapter(each, i + 1, taken));
  const headings: Heading[] = [
    { level: 1, text: 'Summary', anchor: 'summary' },
    ...chapters.flatMap((each) => each.headings),
    { level: 1, text: 'Provenance', anchor: 'provenance' },
  ];
  const contents = tableOfContents(headings);
  const cells = [
    html(`<section class="head" id="summary">\n${frame.head}\n</section>`),
    html(`<section class="print-contents">\n<h2>Contents</h2>\n${contents}\n</section>`),
    ...chapters.flatMap((each) => each.cells),
    html(`<section class="chapter tail" id="provenance">\n${frame.tail}\n</section>`),
  ];
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      title: frame.title,
      contents,
      kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' },
      language_info: { name: 'typescript', pygments_lexer: 'typescript', file_extension: '.ts' },
    },
    cells: cells.map((cell, i) => ({ ...cell, id: `cell-${i}` })),
  };
}

function chapter(
  { name, notebook }: Executed,
  number: number,
  taken: Set<string>,
): { cells: Cell[]; headings: Heading[] } {
  const cells: Cell[] = [];
  const headings: Heading[] = [];
  const injected = notebook.cells.find((cell) => hasTag(cell, 'injected-parameters'));
  for (const cell of notebook.cells) {
    if (cell === injected || hasTag(cell, 'papermill-error-cell-tag')) continue;
    if (cell.cell_type === 'markdown') {
      const anchored = anchorHeadings(textOf(cell.source), name, taken);
      headings.push(...anchored.headings);
      cells.push({ cell_type: 'markdown', metadata: {}, source: anchored.markdown });
    } else if (cell.cell_type === 'code' && textOf(cell.source).trim() !== '') {
      cells.push({ ...cell, metadata: {}, outputs: (cell.outputs ?? []).map(figureAsHtml) });
      if (hasTag(cell, 'parameters')) {
        const table = parameterTable(textOf(cell.source), textOf(injected?.source), name);
        cells.push(html(`<div class="html">${table}</div>`));
      }
    }
  }

  let own: Cell[] = [];
  if (headings[0]?.level !== 1) {
    // Every chapter has a heading to be found by, whether its notebook gives one or not.
    taken.add(name);
    headings.unshift({ level: 1, text: name, anchor: name });
    own = [html(`<h1 id="${name}">${escapeHtml(name)}</h1>`)];
  }
  const seconds = notebook.metadata.papermill?.duration;
  const notes = [
    `Notebook ${number}`,
    `<code>${escapeHtml(name)}</code>`,
    seconds && `ran ${duration(seconds)}`,
  ];
  const eyebrow = `<p class="eyebrow">${notes.filter(Boolean).join(' · ')}</p>`;
  return {
    cells: [html(`<section class="chapter">${eyebrow}`), ...own, ...cells, html('</section>')],
    headings: headings.map((each, i) => (i > 0 && each.level === 1 ? { ...each, level: 2 } : each)),
  };
}

function html(source: string): Cell {
  return { cell_type: 'raw', metadata: { raw_mimetype: 'text/html' }, source };
}
