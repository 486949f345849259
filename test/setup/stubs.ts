import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A new empty folder, left to the system's cleaning. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'inkdrift-setup-test-'));
}

/** A folder of shell scripts that stand for tools, to be the whole PATH of a test. */
export function stubPath(scripts: Record<string, string>): string {
  const folder = emptyFolder();
  for (const [name, script] of Object.entries(scripts)) {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  }
  return folder;
}

/** The answer of a Python with this version, with or without its venv modules, whatever it is asked. */
export function pythonStub(version: number[], venv: boolean): string {
  return `echo '${JSON.stringify({ version, venv })}'`;
}

/** Writes the files of a little project, folders and all. */
export function project(files: Record<string, string>): string {
  const root = emptyFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
