import { execFile } from 'node:child_process';
import { readFile, realpath } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readIfThere } from '../common/files';
import { repository } from '../common/workspace';
import type { Provenance } from './schema';

const run = promisify(execFile);

/** What only the run itself can tell of its provenance. */
export interface RunFacts {
  started: Date;
  /** What `currentCommit` gave when the run started: a commit made meanwhile is another one. */
  commit: string | null;
  seconds: number;
  browser: string;
  parameters: Provenance['parameters'];
  /** SHA-256 of each data set, by name. */
  hashes: Provenance['hashes'];
}

/** Gathers what a report's figures rest on: the commit, the versions, the machine and the run's own facts. */
export async function provenance(facts: RunFacts): Promise<Provenance> {
  return {
    commit: facts.commit,
    started: facts.started.toISOString(),
    seconds: facts.seconds,
    node: process.version,
    python: await pythonVersion(),
    platform: `${process.platform} ${process.arch}`,
    cpu: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    packages: await packageVersions(),
    tensorflow: await tensorflow(),
    browser: facts.browser,
    parameters: facts.parameters,
    hashes: facts.hashes,
  };
}

/** The commit that is checked out, `-dirty` behind it where files differ; null where the project is no checkout. */
export async function currentCommit(): Promise<string | null> {
  try {
    const { stdout: top } = await run('git', ['rev-parse', '--show-toplevel'], { cwd: repository });
    // Unpacked inside some other checkout, the project isn't part of that one's commit.
    if ((await realpath(top.trim())) !== (await realpath(repository))) return null;
    const { stdout: hash } = await run('git', ['rev-parse', 'HEAD'], { cwd: repository });
    const { stdout: changes } = await run('git', ['status', '--porcelain'], { cwd: repository });
    return hash.trim() + (changes.trim() ? '-dirty' : '');
  } catch {
    return null;
  }
}

/** The Python that Jupyter runs on, as its environment notes it. */
async function pythonVersion(): Promise<string> {
  const notes = await readIfThere(join(repository, '.venv', 'pyvenv.cfg'));
  return /^version\s*=\s*(.+)$/m.exec(notes?.toString('utf8') ?? '')?.[1].trim() ?? 'unknown';
}

async function packageVersions(): Promise<Record<string, string>> {
  const { dependencies } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return dependencies;
}

/** Reads which libtensorflow set-up has bound, and from where. */
async function tensorflow(): Promise<Provenance['tensorflow']> {
  const path = join(repository, 'node_modules', '@tensorflow', 'tfjs-node', 'deps', '.inkdrift.json');
  try {
    const note = JSON.parse(await readFile(path, 'utf8')) as { source: string; tensorflow: string };
    return { version: note.tensorflow, source: note.source };
  } catch {
    return { version: 'unknown', source: 'bound by hand' };
  }
}
