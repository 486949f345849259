import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/common/files';
import { repository } from '../../src/common/workspace';
import { pythonEnvironment } from '../../src/setup/python/environment.mjs';
import { findPython } from '../../src/setup/python/find.mjs';
import { project, pythonStub, stubPath } from './stubs';

describe('the search for Python', () => {
  it('takes python3, and python where there is no python3', async () => {
    const both = stubPath({ python3: pythonStub([3, 12, 1], true), python: pythonStub([3, 11, 0], true) });
    expect(await findPython({ PATH: both })).toEqual({ command: 'python3', version: '3.12.1' });
    const one = stubPath({ python: pythonStub([3, 11, 0], true) });
    expect(await findPython({ PATH: one })).toEqual({ command: 'python', version: '3.11.0' });
  });

  it('takes python where python3 is too old', async () => {
    const path = stubPath({ python3: pythonStub([3, 8, 10], true), python: pythonStub([3, 13, 0], true) });
    expect((await findPython({ PATH: path })).command).toBe('python');
  });

  it('takes what INKDRIFT_PYTHON names, and nothing else', async () => {
    const path = stubPath({ python3: pythonStub([3, 12, 1], true), mine: pythonStub([3, 11, 4], true) });
    expect((await findPython({ PATH: path, INKDRIFT_PYTHON: 'mine' })).command).toBe('mine');
    await expect(findPython({ PATH: path, INKDRIFT_PYTHON: 'none-such' })).rejects.toThrow(
      'none-such (named by INKDRIFT_PYTHON) does not run',
    );
  });

  it('says how to install one where there is none', async () => {
    await expect(findPython({ PATH: stubPath({}) })).rejects.toThrow(
      /Python 3\.10 or later is needed, but there is no python3 on the PATH.*apt-get install python3/,
    );
  });

  it('says which one is too old', async () => {
    await expect(findPython({ PATH: stubPath({ python3: pythonStub([3, 8, 10], true) }) })).rejects.toThrow(
      /Python 3\.10 or later is needed, but python3 is 3\.8\.10/,
    );
  });

  it('says how to install the venv module where that is missing', async () => {
    await expect(findPython({ PATH: stubPath({ python3: pythonStub([3, 12, 0], false) }) })).rejects.toThrow(
      /venv and ensurepip are missing.*apt-get install python3-venv/,
    );
  });
});

describe.skipIf(process.platform === 'win32')('the Python environment', () => {
  const requirements = 'papermill==2.7.0\n';
  const constraints = 'nbclient==0.11.0\n';
  const tools = ['python', 'jupyter-lab', 'jupyter-nbconvert', 'papermill'];
  const made = (stamp: (root: string) => object): string => {
    const root = project({
      'src/setup/requirements.txt': requirements,
      'src/setup/constraints.txt': constraints,
      ...Object.fromEntries(tools.map((tool) => [`.venv/bin/${tool}`, ''])),
    });
    writeFileSync(join(root, '.venv', '.inkdrift.json'), JSON.stringify(stamp(root)));
    return root;
  };
  const whole = (root: string) => ({
    folder: join(root, '.venv'),
    requirements: sha256(requirements),
    constraints: sha256(constraints),
  });

  it('is made where there is none', () => {
    expect(pythonEnvironment(project({ 'src/setup/requirements.txt': requirements })).ready()).toBe(false);
  });

  it('is left alone where it is whole', () => {
    expect(pythonEnvironment(made(whole)).ready()).toBe(true);
  });

  it('is made anew where the project was moved: its scripts hold the old path', () => {
    const moved = made((root) => ({ ...whole(root), folder: '/elsewhere/.venv' }));
    expect(pythonEnvironment(moved).ready()).toBe(false);
  });

  it('is brought up to date where the requirements changed', () => {
    const root = made(whole);
    writeFileSync(join(root, 'src/setup/requirements.txt'), 'papermill==2.8.0\n');
    expect(pythonEnvironment(root).ready()).toBe(false);
    const other = made(whole);
    writeFileSync(join(other, 'src/setup/constraints.txt'), 'nbclient==0.12.0\n');
    expect(pythonEnvironment(other).ready()).toBe(false);
  });

  it('is mended where a tool or the Python behind it has gone', () => {
    const root = made(whole);
    rmSync(join(root, '.venv', 'bin', 'python'));
    symlinkSync('/no/such/python3', join(root, '.venv', 'bin', 'python'));
    expect(pythonEnvironment(root).ready()).toBe(false);
  });

  it('is made anew where the Python behind it has become a later one', () => {
    const root = made(whole);
    const system = stubPath({ 'python3.12': '', 'python3.13': '' });
    const link = join(root, '.venv', 'bin', 'python');
    mkdirSync(join(root, '.venv', 'lib', 'python3.12', 'site-packages'), { recursive: true });
    rmSync(link);
    symlinkSync(join(system, 'python3.12'), link);
    expect(pythonEnvironment(root).ready()).toBe(true);
    rmSync(link);
    symlinkSync(join(system, 'python3.13'), link);
    expect(pythonEnvironment(root).ready()).toBe(false);
  });

  it('pins exactly what it installs', () => {
    const lines = readFileSync(join(repository, 'src/setup/requirements.txt'), 'utf8').split('\n');
    const packages = lines.filter((line) => line !== '' && !line.startsWith('#'));
    expect(packages.map((line) => line.split('==')[0])).toEqual([
      'jupyterlab',
      'nbconvert',
      'papermill',
      'plotly',
    ]);
    for (const line of packages) expect(line).toMatch(/^[a-z]+==\d+\.\d+\.\d+$/);
  });

  it('pins what run_notebook.py reaches into', () => {
    const text = readFileSync(join(repository, 'src/setup/constraints.txt'), 'utf8');
    for (const name of [
      'nbclient',
      'jupyter_client',
      'jupyter_core',
      'nbformat',
      'pyzmq',
      'tornado',
      'traitlets',
    ])
      expect(text).toMatch(new RegExp(`^${name}==[\\d.]+(;|$)`, 'm'));
  });
});
