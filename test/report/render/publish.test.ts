import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { publishReport } from '../../../src/report/render/publish';

const time = new Date(2026, 0, 2, 3, 4, 5);
let reports: string;
beforeEach(async () => {
  reports = await mkdtemp(join(tmpdir(), 'inkdrift-test-publish-'));
});
afterEach(() => rm(reports, { recursive: true, force: true }));
const write = (text: string) => (folder: string) => writeFile(join(folder, 'index.html'), text);

it('keeps an earlier report of the same second and points latest to the newer', async () => {
  expect(await publishReport(reports, time, write('one'))).toBe(join(reports, '2026-01-02T03-04-05'));
  expect(await publishReport(reports, time, write('two'))).toBe(join(reports, '2026-01-02T03-04-05-2'));
  expect(await readFile(join(reports, 'latest', 'index.html'), 'utf8')).toBe('two');
  expect(await readlink(join(reports, 'latest'))).toBe('2026-01-02T03-04-05-2');
  expect((await readdir(reports)).sort()).toEqual(['2026-01-02T03-04-05', '2026-01-02T03-04-05-2', 'latest']);
});

it('leaves nothing of a failed report, and latest where it was', async () => {
  await publishReport(reports, time, write('one'));
  const failing = publishReport(reports, time, async (folder) => {
    await write('half')(folder);
    throw new Error('no page');
  });
  await expect(failing).rejects.toThrow('no page');
  expect((await readdir(reports)).sort()).toEqual(['2026-01-02T03-04-05', 'latest']);
  expect(await readFile(join(reports, 'latest', 'index.html'), 'utf8')).toBe('one');
});
