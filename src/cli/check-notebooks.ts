import { execFile } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, UserError } from '../common/errors';
import { repository } from '../common/workspace';
import { hasTag, type Notebook, readNotebook, textOf } from '../report/run/notebook-file';
import { command } from './command';

// The cells are written out here to be compiled; `rootDirs` lets their `./src/…` mean the repository's.
const folder = join(repository, '.notebooks-checked');

/** Checks the notebooks as they are committed: strict types in every cell, no outputs, a parameters cell. */
command(async () => {
  const names = (await readdir(join(repository, 'notebooks')))
    .filter((name) => name.endsWith('.ipynb'))
    .sort();
  const faults: string[] = [];
  const startLines = new Map<string, number[]>();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    for (const name of names) {
      const notebook = await readNotebook(join(repository, 'notebooks', name));
      faults.push(...stateFaults(notebook).map((fault) => `notebooks/${name}: ${fault}`));
      const { text, starts } = joinCode(notebook);
      const source = name.replace('.ipynb', '.ts');
      startLines.set(source, starts);
      await writeFile(join(folder, source), text);
    }
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: '../tsconfig.json',
        compilerOptions: { rootDirs: ['..', '.'], noUnusedLocals: false, checkJs: false },
        include: ['*.ts'],
      }),
    );
    faults.push(...(await typeFaults(startLines)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  if (faults.length > 0) throw new UserError(faults.join('\n'));
  process.stderr.write(`${names.length} notebooks checked\n`);
});

function stateFaults(notebook: Notebook): string[] {
  const code = notebook.cells.filter((cell) => cell.cell_type === 'code');
  const faults: string[] = [];
  if (kernelName(notebook) !== 'tslab') faults.push('its kernel is not tslab');
  if (code.some((cell) => (cell.outputs ?? []).length > 0))
    faults.push('it holds outputs: clear them before a commit');
  if (code.some((cell) => (cell.execution_count ?? null) !== null))
    faults.push('it holds execution counts: clear its outputs');
  const parameters = code.filter((cell) => hasTag(cell, 'parameters')).length;
  if (parameters !== 1) faults.push(`it has ${parameters} cells tagged parameters, not one`);
  return faults;
}

function kernelName(notebook: Notebook): unknown {
  const { kernelspec } = notebook.metadata;
  return typeof kernelspec === 'object' && kernelspec !== null && 'name' in kernelspec
    ? kernelspec.name
    : undefined;
}

/** The code of all cells in one text, and the line (from 1) at which each cell starts. */
function joinCode(notebook: Notebook): { text: string; starts: number[] } {
  const starts: number[] = [];
  let text = 'export {};\n';
  for (const cell of notebook.cells) {
    if (cell.cell_type !== 'code') continue;
    starts.push(text.split('\n').length);
    text += `${textOf(cell.source)}\n`;
  }
  return { text, starts };
}

async function typeFaults(startLines: Map<string, number[]>): Promise<string[]> {
  const compiler = join(repository, 'node_modules', 'typescript', 'bin', 'tsc');
  const output = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [compiler, '-p', folder, '--pretty', 'false'],
      { cwd: folder },
      (error, stdout) => resolve(error ? stdout || messageOf(error) : ''),
    );
  });
  return output
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const place = /^([\w-]+\.ts)\((\d+),\d+\): (.*)$/.exec(line);
      const starts = place && startLines.get(place[1]);
      if (!place || !starts) return line;
      const at = Number(place[2]);
      const cell = starts.filter((start) => start <= at).length;
      return `notebooks/${place[1].replace('.ts', '.ipynb')}, code cell ${cell}, line ${at - starts[cell - 1] + 1}: ${place[3]}`;
    });
}
