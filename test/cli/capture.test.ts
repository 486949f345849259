import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readManifest } from '../../src/capture';
import { repository } from '../../src/common/workspace';
import { jpeg } from '../imaging/drawn';

const loader = pathToFileURL(join(repository, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
const command = ['--import', loader, join(repository, 'src', 'cli', 'capture.ts')];

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'inkdrift-cli-'));
});
afterEach(() => rm(root, { recursive: true }));

function run(...args: string[]) {
  return spawnSync(process.execPath, [...command, ...args], {
    cwd: repository,
    env: { ...process.env, INIT_CWD: root, INKDRIFT_WORKSPACE: join(root, 'workspace') },
    encoding: 'utf8',
  });
}

it('npm run capture cuts a photo of a whole sheet into its digits, whatever the photo is called', async () => {
  const page = {
    width: 700,
    height: 300,
    digits: [0, 1, 2].map((i) => ({ digit: 'two' as const, x: 70 + 200 * i, y: 60, high: 150, pen: 9 })),
  };
  const name = '$(touch PWNED); `touch PWNED` Anna.jpg';
  await mkdir(join(root, 'my sheets'));
  await writeFile(join(root, 'my sheets', name), await jpeg(page));
  const { status, stdout } = run('--sheet', join('my sheets', name), '--shows', '2', '--json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ photos: 3, taken: 3, refused: [] });
  const shots = await readManifest(join(root, 'workspace', 'data', 'custom'));
  expect(shots.map(({ label }) => label)).toEqual([2, 2, 2]);
  expect(new Set(shots.map(({ sheet }) => sheet)).size).toBe(1);
  expect((await readdir(root)).sort()).toEqual(['my sheets', 'workspace']);
  expect(await readdir(repository)).not.toContain('PWNED');
});

it('npm run capture tells of a session: the camera, the beat, the checks', () => {
  const { status, stdout, stderr } = run(
    '--camera',
    'auto',
    '--digit',
    '3',
    '--quota',
    '5',
    '--size',
    '96x72',
  );
  expect(status).toBe(0);
  expect(stderr).toContain('Nobody is there to hold up sheets, so no real camera was asked.');
  expect(stderr).toContain('Source of the photos: simulated camera');
  expect(stdout).toContain('10 photos from the simulated camera, 10 of them new');
  expect(stdout).toMatch(/median shot was 0\.0 ms off, over 8 intervals/);
});
