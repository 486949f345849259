import { expect, it } from 'vitest';
import { explainFailure, explainSystemError, SetupError } from '../../src/setup/errors.mjs';

it.each([
  'npm error code ENOTFOUND\nnpm error network request to https://registry.example/x failed',
  'npm error code EAI_AGAIN',
  'npm error code ECONNREFUSED',
  "NewConnectionError('Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')",
  'ReadTimeoutError: Read timed out.',
])('a network that is missing is named as such: %s', (output) => {
  const { message, details } = explainFailure('Node packages (npm ci)', output, 'the npm registry');
  expect(message).toMatch(
    /^Node packages \(npm ci\): the npm registry could not be reached\. Check the network/,
  );
  expect(details).toBeUndefined();
});

it.each([
  'npm error code ENOSPC',
  'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device',
  'ld: final link failed: No space left on device',
])('a full disk is named as such: %s', (output) => {
  expect(explainFailure('x', output).message).toMatch(/no space left on the disk.*free some/);
});

it('a full disk goes before the failed download that it causes', () => {
  expect(explainFailure('x', 'connection reset\nENOSPC: no space left').message).toContain('no space left');
});

it('a lockfile that disagrees with package.json says how to mend it', () => {
  expect(explainFailure('x', 'npm error code EUSAGE').message).toContain('package-lock.json disagree');
});

it('a place that may not be written is named', () => {
  const npm = 'npm error code EACCES\nnpm error syscall mkdir\nnpm error path /home/ada/.npm/_cacache/tmp';
  expect(explainFailure('npm ci', npm).message).toBe(
    "npm ci: /home/ada/.npm/_cacache/tmp may not be written. Make npm's cache yours, or name another: npm_config_cache=FOLDER npm run setup",
  );
  const python = "PermissionError: [Errno 13] Permission denied: '/srv/inkdrift/.venv/lib'";
  expect(explainFailure('pip', python).message).toBe(
    'pip: /srv/inkdrift/.venv/lib may not be written. Check that it belongs to you, then run the same again.',
  );
  expect(explainFailure('x', 'EROFS: read-only file system').message).toContain('a file may not be written');
});

it('any other failure brings the end of what the tool printed', () => {
  const { message, details } = explainFailure(
    'npm ci',
    Array.from({ length: 50 }, (_, i) => `line ${i}`).join('\n'),
  );
  expect(message).toBe('npm ci failed. Its last words are below.');
  expect(details?.split('\n')).toHaveLength(20);
  expect(details).toContain('line 49');
});

it('a full disk that Node meets itself is explained, a bug is left alone', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(explainSystemError(full)).toBeInstanceOf(SetupError);
  const bug = new TypeError('x is undefined');
  expect(explainSystemError(bug)).toBe(bug);
});
