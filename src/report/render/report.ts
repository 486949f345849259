import { join } from 'node:path';
import { writeWhole } from '../../common/files';
import type { LongWork } from '../../common/progress';
import { notebookName, readNotebook } from '../run/notebook-file';
import type { RunningBrowser } from './browser';
import { type Executed, mergeNotebooks } from './chapters';
import { addPictures, countFigures } from './figures';
import { convert } from './nbconvert';
import { printPdf } from './pdf';
import { openPainter } from './pictures';
import { publishReport } from './publish';

/** What a report is made of. */
export interface ReportOptions extends LongWork {
  /** The executed notebooks, in the order of their chapters. */
  executed: readonly string[];
  /** The title of the page (default: inkdrift). */
  title?: string;
  /** HTML before the first chapter: the verdict. */
  head: string;
  /** HTML after the last chapter: the provenance. */
  tail: string;
  /** The folder that holds all reports. */
  reports: string;
  /** When the run began; names the report's folder. */
  time: Date;
  /** Further files of the report, by name: `report.json`. */
  files?: Record<string, string>;
  /** Draws the pictures and prints the PDF. */
  browser: RunningBrowser;
  /** Whether to print `report.pdf` too (default: no). */
  pdf?: boolean;
  /** The Python that has nbconvert (default: the project's own). */
  python?: string;
}

/**
 * Renders executed notebooks to `<reports>/<time>`: `index.html`, a page that needs nothing beside itself;
 * `notebooks/`, with a picture in every figure; the further files; and `report.pdf` where asked for.
 *
 * The folder appears whole or not at all, and `<reports>/latest` then points to it.
 *
 * @returns the report's folder
 */
export async function renderReport(options: ReportOptions): Promise<string> {
  const { browser, signal, onProgress } = options;
  const executed: Executed[] = [];
  for (const path of options.executed) {
    executed.push({ name: notebookName(path), notebook: await readNotebook(path) });
  }

  const figures = executed.reduce((sum, { notebook }) => sum + countFigures(notebook), 0);
  const total = figures + 1 + Number(options.pdf ?? false);
  let done = 0;
  const step = (detail: string): void => {
    signal?.throwIfAborted();
    onProgress?.({ task: 'report', done: done++, total, detail });
  };

  return await publishReport(options.reports, options.time, async (folder) => {
    const painter = await openPainter(browser);
    try {
      for (const { name, notebook } of executed) {
        await addPictures(notebook, painter, () => step(`figures of ${name}`));
        await writeWhole(
          join(folder, 'notebooks', `${name}.ipynb`),
          `${JSON.stringify(notebook, null, 1)}\n`,
        );
      }
    } finally {
      await painter.close();
    }

    step('page');
    const { title = 'inkdrift', head, tail } = options;
    const page = await convert(mergeNotebooks(executed, { title, head, tail }), options.python);
    await writeWhole(join(folder, 'index.html'), page);
    for (const [name, content] of Object.entries(options.files ?? {})) {
      await writeWhole(join(folder, name), content);
    }
    if (options.pdf) {
      step('PDF');
      await printPdf(browser, join(folder, 'index.html'), join(folder, 'report.pdf'));
    }
    onProgress?.({ task: 'report', done: total, total });
  });
}
