import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { duration } from '../common/numbers';
import type { OnProgress } from '../common/progress';
import { repository, workspace } from '../common/workspace';
import { composeReport, parametersOf } from '../report/compose';
import { headHtml, provenanceHtml } from '../report/page';
import { currentCommit, provenance } from '../report/provenance';
import { withBrowser } from '../report/render/browser';
import { renderReport } from '../report/render/report';
import { collectResults } from '../report/render/results';
import { helpText, parseArguments, valuesFor } from '../report/run/arguments';
import { type NotebookParameters, readParameters } from '../report/run/parameters';
import { runNotebook } from '../report/run/run-notebook';
import { Report, resultOf } from '../report/schema';
import { callerPath } from './caller-path';
import { command } from './command';
import { terminalProgress } from './terminal';

const usage = `Usage: npm start -- [--parameter value …]

Runs the five notebooks and renders one report under reports/.`;

command(async (argv, signal) => {
  const declared = await Promise.all(Object.keys(resultOf).map((name) => readParameters(source(name))));
  const { values, help } = parseArguments(argv, declared);
  if (typeof values.photos === 'string') values.photos = callerPath(values.photos);
  if (help) {
    process.stdout.write(`${helpText(usage, declared)}\n`);
    return;
  }

  const started = new Date();
  const commit = await currentCommit();
  const { reports } = workspace();
  const running = join(reports, '.running');
  await rm(running, { recursive: true, force: true });
  await mkdir(running, { recursive: true });
  const executed: string[] = [];
  for (const [i, notebook] of declared.entries()) {
    process.stderr.write(`${i + 1} of ${declared.length}: ${notebook.notebook}\n`);
    const run = await runNotebook({
      notebook: source(notebook.notebook),
      output: join(running, `${notebook.notebook}.ipynb`),
      parameters: valuesFor(notebook, values),
      onProgress: terminalProgress(),
      signal,
    });
    process.stderr.write(`  ${notebook.notebook} took ${duration(run.seconds)}\n`);
    executed.push(run.path);
  }

  process.stderr.write('Rendering the report\n');
  const { report, folder } = await render(executed, declared, values, { started, commit }, signal);
  await rm(running, { recursive: true, force: true });
  process.stderr.write(`\n${report.verdict.join('\n')}\n\n`);
  process.stdout.write(`${relative(process.cwd(), join(folder, 'index.html'))}\n`);
});

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
      files: { 'report.json': `${JSON.stringify(report, null, 2)}\n` },
      browser,
      pdf: true,
      signal,
      onProgress,
    });
    return { report, folder };
  });
}

function source(name: string): string {
  return join(repository, 'notebooks', `${name}.ipynb`);
}
