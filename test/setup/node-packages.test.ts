import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { repository } from '../../src/common/workspace';
import { firstMissing, nodePackages } from '../../src/setup/node-packages.mjs';
import { emptyFolder, project, stubPath } from './stubs';

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/one': { version: '1.0.0' },
    'node_modules/two': { version: '2.1.0' },
    'node_modules/for-another-system': { version: '3.0.0', optional: true },
  },
};
const { '': _, 'node_modules/for-another-system': __, ...packages } = lock.packages;
const everywhere = () => true;

describe('the Node packages', () => {
  it('are ready where each has the version of the lockfile; optional ones may be missing', () => {
    expect(firstMissing(lock, { packages }, everywhere)).toBeUndefined();
  });

  it('are installed where one is missing, of another version, or its folder has gone', () => {
    const { 'node_modules/one': one } = packages;
    expect(firstMissing(lock, { packages: { 'node_modules/one': one } }, everywhere)).toBe(
      'node_modules/two',
    );
    const older = { ...packages, 'node_modules/one': { version: '0.9.0' } };
    expect(firstMissing(lock, { packages: older }, everywhere)).toBe('node_modules/one');
    expect(firstMissing(lock, { packages }, (path) => path !== 'node_modules/two')).toBe('node_modules/two');
  });

  it('are installed where npm never came to its end', () => {
    expect(firstMissing(lock, undefined, everywhere)).toBe('node_modules');
  });
});

describe.skipIf(process.platform === 'win32')('npm', () => {
  const install = async (script: string) => {
    vi.stubEnv('npm_execpath', undefined);
    vi.stubEnv('PATH', `${stubPath({ npm: script })}:/usr/bin:/bin`);
    // Node's own folder goes first on the PATH of tools, and holds an npm of its own.
    const execPath = Object.getOwnPropertyDescriptor(process, 'execPath');
    Object.defineProperty(process, 'execPath', {
      value: join(stubPath({ npm: script }), 'node'),
      configurable: true,
    });
    try {
      await nodePackages(project({})).run(() => undefined);
    } finally {
      if (execPath) Object.defineProperty(process, 'execPath', execPath);
      vi.unstubAllEnvs();
    }
  };

  it('without a network ends in one line with the cure', async () => {
    await expect(
      install(
        'echo "npm error code ENOTFOUND" >&2; echo "npm error network getaddrinfo ENOTFOUND" >&2; exit 1',
      ),
    ).rejects.toThrow('Node packages (npm ci): the npm registry could not be reached. Check the network');
  });

  it('on a full disk ends in one line with the cure', async () => {
    await expect(install('echo "npm error code ENOSPC" >&2; exit 228')).rejects.toThrow(
      'Node packages (npm ci): no space left on the disk',
    );
  });

  it('leaves nothing out, whatever the user’s own settings are', async () => {
    const told = join(emptyFolder(), 'arguments');
    await install(`echo "$@" > ${told}`);
    const words = readFileSync(told, 'utf8').trim().split(' ');
    expect(words).toEqual(expect.arrayContaining(['ci', '--include=dev', '--include=optional']));
  });

  it('that succeeds is believed', async () => {
    await expect(install('exit 0')).resolves.toBeUndefined();
  });
});

it('the lockfile names the optional packages of every platform, which npm ci insists on', () => {
  const { packages: all } = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const missing = Object.entries(all).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !all[`node_modules/${name}`] && !all[`${path}/node_modules/${name}`],
    ),
  );
  expect(missing).toEqual([]);
});
