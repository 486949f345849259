import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../common/errors';
import { repository } from '../../common/workspace';
import type { Notebook } from '../run/notebook-file';
import { jupyterEnvironment, projectPython } from '../run/python';
import { plotlyScript } from './plotly';

/**
 * Turns a merged notebook into the HTML of the report, with nbconvert and the template beside this file.
 *
 * Takes 2 to 3 s. Throws a `UserError` with nbconvert's last words when it fails.
 */
export async function convert(notebook: Notebook, python = projectPython()): Promise<string> {
  const plotly = await plotlyScript();
  const folder = await mkdtemp(join(tmpdir(), 'inkdrift-render-'));
  try {
    const source = join(folder, 'report.ipynb');
    const metadata = { ...notebook.metadata, plotly: basename(plotly) };
    await writeFile(source, JSON.stringify({ ...notebook, metadata }));
    await runNbconvert(python, [
      '--to=html',
      '--template=template',
      `--TemplateExporter.extra_template_basedirs=${join(repository, 'src', 'report', 'render')}`,
      `--TemplateExporter.extra_template_paths=${dirname(plotly)}`,
      '--output=index.html',
      `--output-dir=${folder}`,
      source,
    ]);
    return await readFile(join(folder, 'index.html'), 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runNbconvert(python: string, args: string[]): Promise<void> {
  const child = spawn(python, ['-m', 'nbconvert', ...args], {
    cwd: repository,
    env: jupyterEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  child.stderr.on('data', (part: Buffer) => {
    words = (words + part.toString('utf8')).slice(-4000);
  });
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', (error) => fail(new UserError(`nbconvert didn't start: ${error.message}`)));
    child.once('close', done);
  });
  if (code !== 0) {
    throw new UserError(`nbconvert failed: ${words.trim().split('\n').at(-1) || `exit code ${code}`}`);
  }
}
