import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '../common/workspace';
import type { Provenance } from './schema';

const run = promisify(execFile);

/** What only the run itself can tell of its provenance. */
export interface RunFacts {
  started: Date;
  seconds: number;
  browser: string;
  parameters: Provenance['parameters'];
  /** SHA-256 of each data set, by name. */
  hashes: Provenance['hashes'];
}

/** Gathers what a report's figures rest on: the commit, the versions, the machine and the run's own facts. */
export async function provenance(facts: RunFacts): Promise<Provenance> {
  return {
    commit: await commit(),
    started: facts.started.toISOString(),
    seconds: facts.seconds,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    packages: await packageVersions(),
    tensorflow: await tensorflow(),
    browser: facts.browser,
    parameters: facts.parameters,
    hashes: facts.hashes,
  };
}

async function commit(): Promise<string | null> {
  try {
    const { stdout: hash } = await run('git', ['rev-parse', 'HEAD'], { cwd: repository });
    const { stdout: changes } = await run('git', ['status', '--porcelain'], { cwd: repository });
    return hash.trim() + (changes.trim() ? '-dirty' : '');
  } catch {
    return null;
  }
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
