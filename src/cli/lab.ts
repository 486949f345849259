import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { UserError } from '../common/errors';
import { repository } from '../common/workspace';
import { command } from './command';

/** Opens the notebooks in JupyterLab; every argument goes on to it (`npm run lab -- --port 9000`). */
command(async (argv, signal) => {
  const jupyter = join(repository, '.venv', process.platform === 'win32' ? 'Scripts' : 'bin', 'jupyter');
  const lab = spawn(
    jupyter,
    [
      'lab',
      '--ServerApp.root_dir',
      repository,
      '--LabApp.default_url',
      '/lab/tree/notebooks/01-capture.ipynb',
      // In a container the user is often root, which Jupyter else refuses.
      ...(process.getuid?.() === 0 ? ['--allow-root'] : []),
      ...argv,
    ],
    {
      cwd: repository,
      stdio: 'inherit',
      env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}` },
    },
  );
  signal.addEventListener('abort', () => lab.kill('SIGTERM'));
  const code = await new Promise<number | null>((resolve, reject) => {
    lab.on('error', () =>
      reject(new UserError('JupyterLab could not be started: run npm run setup, then try again')),
    );
    lab.on('exit', resolve);
  });
  process.exitCode = code ?? 130;
});
