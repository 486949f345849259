import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { callerPath } from '../../src/cli/caller-path';
import { repository } from '../../src/common/workspace';

test('a path typed at the root stays as it is', () => {
  expect(callerPath('photos/mine', repository)).toBe(join('photos', 'mine'));
});

test('a path typed in a folder of the project is seen from the root', () => {
  expect(callerPath('../mine', join(repository, 'notebooks'))).toBe('mine');
});

test('a path typed elsewhere leads back there', () => {
  expect(resolve(repository, callerPath('mine', resolve(repository, '..')))).toBe(
    resolve(repository, '..', 'mine'),
  );
});

test('an absolute path, and none at all, stay as they are', () => {
  expect(callerPath('/photos', repository)).toBe('/photos');
  expect(callerPath('', repository)).toBe('');
});
