import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { repository } from '../../src/common/workspace';

const run = promisify(execFile);

// Compiles a cell, lets a file appear below src and another change, and compiles again, as when somebody edits
// src beside an open notebook.
const script = `
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { setTimeout: wait } = require('node:timers/promises');
const [root, folder] = process.argv.slice(1);
process.chdir(folder);
const tslab = join(root, 'node_modules', 'tslab', 'dist');
require(join(root, 'src', 'setup', 'kernel', 'compiler.js')).useProjectCompiler(tslab);
const converter = require(join(tslab, 'converter.js')).createConverter({});
const faults = (code) => converter.convert('', code).diagnostics.map((d) => d.messageText);
(async () => {
  const before = faults("import { a } from './src/a'; a;");
  writeFileSync(join(folder, 'src', 'b.ts'), 'export const b = 1;');
  await wait(600);
  writeFileSync(join(folder, 'src', 'a.ts'), "import { z } from 'zod'; export { b } from './b'; export const a = z;");
  await wait(600);
  const after = faults("import { b } from './src/a'; b;");
  console.log(JSON.stringify([before, after]));
  process.exit(0);
})();
`;

test('a file that appears in src beside an open notebook leaves the next cells working', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inkdrift-timers-'));
  try {
    await mkdir(join(folder, 'src'));
    await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'), 'dir');
    await writeFile(join(folder, 'src', 'a.ts'), "import { z } from 'zod'; export const a = z;");
    const { stdout } = await run(process.execPath, ['-e', script, repository, folder]);
    expect(JSON.parse(stdout)).toEqual([[], []]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
