import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { takeLock } from '../common/lock';
import { duration } from '../common/numbers';
import type { OnProgress } from '../common/progress';
import { repository, workspace } from '../common/workspace';
import { composeReport, parametersOf } from '../report/compose';
import { headHtml, provenanceHtml } from '../report/page';
import { currentCommit, provenance } from '../report/provenance';
import { withBrowser } from '../report/render/browser';
import { timeName } from '../report/render/publish';
import { renderReport } from '../report/render/report';
import { collectResults } from '../report/render/results';
import { helpText, parseArguments, valuesFor } from '../report/run/arguments';
import { type NotebookParameters, readParameters } from '../report/run/parameters';
import {
  KernelDied,
  type NotebookRun,
  type NotebookRunOptions,
  runNotebook,
} from '../report/run/run-notebook';
import { Report, reportJsonSchema, resultOf, schemaFile } from '../report/schema';
import { callerPath } from './caller-path';
import { command } from './command';
import { terminalProgress } from './terminal';

const usage = `npm start -- [--parameter value …]

Runs the five notebooks and renders one report under reports/.`;

command(async (argv, signal) => {
  const declared = await Promise.all(Object.keys(resultOf).map((name) => readParameters(source(name))));
  const { values, help } = parseArguments(argv, declared);
  if (typeof values.photos === 'string') values.photos = callerPath(values.photos);
  if (help) {
    process.stdout.write(`${helpText(usage, declared)}\n`);
    return;
  }

  const { reports } = workspace();
  const free = await takeLock(join(reports, '.lock'), 'running the notebooks');
  try {
    // The report's pictures need one: better to learn now than after the trainings that none starts here.
    await withBrowser(async () => undefined);
    signal.throwIfAborted();
    const { report, folder } = await keepUnfinished(reports, (running) =>
      run(running, declared, values, signal),
    );
    process.stderr.write(`\n${report.verdict.join('\n')}\n\n`);
    process.stdout.write(`${relative(process.cwd(), join(folder, 'index.html'))}\n`);
  } finally {
    await free();
  }
});

/** Runs the notebooks into a folder, then renders them. */
async function run(
  running: string,
  declared: NotebookParameters[],
  values: Report['provenance']['parameters'],
  signal: AbortSignal,
): Promise<{ report: Report; folder: string }> {
  const started = new Date();
  const commit = await currentCommit();
  const executed: string[] = [];
  for (const [i, notebook] of declared.entries()) {
    process.stderr.write(`${i + 1} of ${declared.length}: ${notebook.notebook}\n`);
    const { path, seconds } = await runTwice({
      notebook: source(notebook.notebook),
      output: join(running, `${notebook.notebook}.ipynb`),
      parameters: valuesFor(notebook, values),
      onProgress: terminalProgress(),
      signal,
    });
    process.stderr.write(`  ${notebook.notebook} took ${duration(seconds)}\n`);
    executed.push(path);
  }
  process.stderr.write('Rendering the report\n');
  return await render(executed, declared, values, { started, commit }, signal);
}

/** Runs a notebook; where its kernel dies, once more, which takes up what was finished. */
async function runTwice(options: NotebookRunOptions): Promise<NotebookRun> {
  try {
    return await runNotebook(options);
  } catch (error) {
    if (!(error instanceof KernelDied)) throw error;
    process.stderr.write(`${error.message}: running it once more\n`);
    return await runNotebook(options);
  }
}

/**
 * Gives `work` a folder of its own and removes it after; where the work fails, the notebooks that ran stay in it
 * under a name that can be seen, `unfinished-<time>`.
 */
async function keepUnfinished<T>(reports: string, work: (folder: string) => Promise<T>): Promise<T> {
  const running = join(reports, `.running-${randomUUID()}`);
  await mkdir(running, { recursive: true });
  try {
    return await work(running);
  } catch (error) {
    if ((await readdir(running)).length > 0) {
      const kept = join(reports, `unfinished-${timeName(new Date())}`);
      await rename(running, kept);
      process.stderr.write(`the notebooks that ran are kept in ${relative(process.cwd(), kept)}\n`);
    }
    throw error;
  } finally {
    await rm(running, { recursive: true, force: true });
  }
}

/** Renders what the notebooks left; the browser draws the figures and is named in the provenance. */
async function render(
  executed: string[],
  declared: NotebookParameters[],
  values: Report['provenance']['parameters'],
  { started, commit }: { started: Date; commit: string | null },
  signal: AbortSignal,
): Promise<{ report: Report; folder: string }> {
  const onProgress: OnProgress = terminalProgress();
  const { body, hashes } = composeReport(await collectResults(executed));
  return await withBrowser(async (browser) => {
    const report = Report.parse({
      $schema: `./${schemaFile}`,
      ...body,
      provenance: await provenance({
        started,
        commit,
        seconds: (Date.now() - started.getTime()) / 1000,
        browser: browser.label,
        parameters: parametersOf(declared, values),
        hashes,
      }),
    });
    const folder = await renderReport({
      executed,
      title: 'inkdrift: why a digit reader fails on other people’s digits',
      head: headHtml(report),
      tail: provenanceHtml(report),
      reports: workspace().reports,
      time: started,
      files: { 'report.json': json(report), [schemaFile]: json(reportJsonSchema()) },
      browser,
      pdf: true,
      signal,
      onProgress,
    });
    return { report, folder };
  });
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function source(name: string): string {
  return join(repository, 'notebooks', `${name}.ipynb`);
}
