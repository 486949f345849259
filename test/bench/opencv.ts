import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { messageOf, UserError } from '../../src/common/errors';
import { readIfThere, writeWhole } from '../../src/common/files';
import { repository } from '../../src/common/workspace';

const run = promisify(execFile);

/**
 * The Python of a virtual environment with OpenCV in it, for comparison alone: `.venv-opencv`, made where it is
 * missing. Throws a `UserError` where it can't be made.
 */
export async function benchPython(signal?: AbortSignal): Promise<string> {
  const folder = join(repository, '.venv-opencv');
  const inside = process.platform === 'win32' ? join('Scripts', 'python.exe') : join('bin', 'python');
  const python = join(folder, inside);
  const stamp = join(folder, '.requirements');
  const requirements = join(__dirname, 'opencv-requirements.txt');
  const wanted = await readFile(requirements, 'utf8');
  if (existsSync(python) && (await readIfThere(stamp))?.toString('utf8') === wanted) return python;
  try {
    await rm(folder, { recursive: true, force: true });
    await run(process.env.PYTHON || 'python3', ['-m', 'venv', folder], { signal });
    const install = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '-q'];
    await run(python, [...install, '-r', requirements], { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw new UserError(
      `OpenCV for Python can't be installed into ${folder} (${messageOf(error).trim().split('\n').at(-1)}): check python3, its module venv and the network`,
    );
  }
  await writeWhole(stamp, wanted);
  return python;
}

/** Photos that the recipe in Python prepares in a second: the best of `rounds` over a folder of photos. */
export async function photosPerSecondInPython(
  python: string,
  folder: string,
  rounds: number,
  signal?: AbortSignal,
): Promise<number> {
  const { stdout } = await run(python, [join(__dirname, 'recipe.py'), folder, String(rounds)], { signal });
  return (JSON.parse(stdout) as { photosPerSecond: number }).photosPerSecond;
}
