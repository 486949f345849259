import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../src/common/errors';
import { readIfThere, writeWhole } from '../../src/common/files';
import { repository } from '../../src/common/workspace';

/**
 * The Python that has Keras, in an environment of the benches' own (`.venv-bench`), made where it is missing or
 * of other versions. Everything that this says goes to standard error.
 */
export async function kerasPython(): Promise<string> {
  const folder = join(repository, '.venv-bench');
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const requirements = join(__dirname, 'requirements.txt');
  const wanted = String(await readIfThere(requirements));
  const stamp = join(folder, 'requirements.txt');
  if (existsSync(python) && String(await readIfThere(stamp)) === wanted) return python;
  process.stderr.write('installing Keras into .venv-bench, a few minutes and 1.6 GB the first time\n');
  await run('python3', ['-m', 'venv', folder]);
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  await writeWhole(stamp, wanted);
  return python;
}

function run(command: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 2, 2] });
    child.on('error', () =>
      reject(new UserError(`${command} can't be run: install Python 3 with its venv module`)),
    );
    child.on('exit', (code) =>
      code === 0
        ? resolve()
        : reject(new UserError(`${command} ${args.slice(0, 3).join(' ')} ended with ${code}`)),
    );
  });
}
