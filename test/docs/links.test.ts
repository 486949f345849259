import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../../src/common/workspace';

const scripts = async (): Promise<string[]> => {
  const { scripts } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  return Object.keys(scripts);
};

test.each(['README.md', 'CONTRIBUTING.md', 'data/README.md', 'models/README.md'])(
  'every file that %s links to is there',
  async (page) => {
    const text = await readFile(join(repository, page), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)\s]+)\)/g)].map(([, link]) => link);
    expect(links.filter((link) => !existsSync(join(repository, page, '..', link)))).toEqual([]);
  },
);

test.each(['README.md', 'CONTRIBUTING.md'])('every command that %s names is one', async (page) => {
  const text = await readFile(join(repository, page), 'utf8');
  const named = [...text.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, name]) => name);
  const known = await scripts();
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});
