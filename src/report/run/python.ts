import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../common/errors';
import { repository } from '../../common/workspace';

/**
 * The Python of the project's own environment, which carries JupyterLab, nbconvert and papermill.
 *
 * Throws a `UserError` where it is missing.
 */
export function projectPython(): string {
  const path =
    process.platform === 'win32'
      ? join(repository, '.venv', 'Scripts', 'python.exe')
      : join(repository, '.venv', 'bin', 'python');
  if (existsSync(path)) return path;
  throw new UserError(`the project's Python environment is missing (${path}): run npm run setup`);
}

/**
 * The environment for Jupyter's programs: that of this process, with the Node that runs it first on the path, so
 * that the kernel runs on the same one.
 */
export function jupyterEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const separator = process.platform === 'win32' ? ';' : ':';
  const path = [dirname(process.execPath), process.env[key]].filter(Boolean).join(separator);
  return { ...process.env, [key]: path, PYTHONUTF8: '1', ...extra };
}
