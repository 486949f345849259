import { expect, it } from 'vitest';
import { resolveCallerPaths } from '../../src/setup/caller-paths.mjs';

it('paths in the environment are those of where the person stands; programs on the PATH stay names', () => {
  const env: NodeJS.ProcessEnv = {
    INIT_CWD: '/elsewhere/here',
    MNIST_DIR: '../mnist',
    INKDRIFT_WORKSPACE: 'trial',
    INKDRIFT_BROWSER: '/usr/bin/chromium',
    INKDRIFT_PYTHON: 'python3.12',
    OTHER: 'left',
  };
  resolveCallerPaths(env);
  expect(env).toEqual({
    INIT_CWD: '/elsewhere/here',
    MNIST_DIR: '/elsewhere/mnist',
    INKDRIFT_WORKSPACE: '/elsewhere/here/trial',
    INKDRIFT_BROWSER: '/usr/bin/chromium',
    INKDRIFT_PYTHON: 'python3.12',
    OTHER: 'left',
  });
});

it('an unset or empty variable stays as it is', () => {
  const env: NodeJS.ProcessEnv = { INIT_CWD: '/elsewhere/here', MNIST_DIR: '' };
  resolveCallerPaths(env);
  expect(env).toEqual({ INIT_CWD: '/elsewhere/here', MNIST_DIR: '' });
});
