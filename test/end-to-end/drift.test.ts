import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { repository } from '../../src/common/workspace';
import { standIn } from '../../src/dataset/stand-in';
import { TwoSetsResult } from '../../src/drift/two-sets-result';

const loader = pathToFileURL(join(repository, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkdrift-test-drift-'));
  const { train } = await standIn({ train: 240, test: 10, seed: 1 });
  for (const [n, label] of train.labels.entries()) {
    const pixels = train.images.slice(784 * n, 784 * (n + 1));
    const home = join(folder, n % 2 === 0 ? 'one' : 'other', String(label));
    const away = join(folder, 'negative', String(label));
    await png(home, n, pixels);
    if (n % 2 === 1)
      await png(
        away,
        n,
        pixels.map((value) => 255 - value),
      );
  }
  await writeFile(join(folder, 'negative', '3', 'broken.jpg'), 'no picture');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function png(place: string, n: number, pixels: Uint8Array): Promise<void> {
  await mkdir(place, { recursive: true });
  await sharp(pixels, { raw: { width: 28, height: 28, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toFile(join(place, `${n}.png`));
}

function drift(...args: string[]) {
  const argv = ['--import', loader, join(repository, 'src', 'cli', 'drift.ts'), ...args];
  const child = spawn(process.execPath, argv, {
    cwd: repository,
    // A workspace without a trained model, as on a fresh machine; paths as typed in the folder of the sets.
    env: { ...process.env, INKDRIFT_WORKSPACE: join(folder, 'workspace'), INIT_CWD: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const told = { stdout: '', stderr: '' };
  child.stdout.on('data', (part) => {
    told.stdout += part;
  });
  child.stderr.on('data', (part) => {
    told.stderr += part;
  });
  return new Promise<{ code: number | null } & typeof told>((resolve) =>
    child.on('close', (code) => resolve({ code, ...told })),
  );
}

it('npm run drift tells by its exit code whether two sets differ in a way that matters', {
  timeout: 120_000,
}, async () => {
  const [same, other, wrong] = await Promise.all([
    drift('--reference', 'one', '--current', 'other', '--quick'),
    drift('--reference', 'one', '--current', 'negative', '--quick', '--json'),
    drift('--reference', 'one', '--current', 'nowhere'),
  ]);
  expect(same.code).toBe(0);
  expect(same.stdout).toMatch(/^No drift that matters: nothing tells other from one/);
  expect(same.stdout).toContain('No model looked at them');

  expect(other.code).toBe(3);
  const result = TwoSetsResult.parse(JSON.parse(other.stdout));
  expect([result.drift, result.model, result.findings.map(({ name }) => name)]).toEqual([
    true,
    null,
    expect.arrayContaining(['background level', 'pixels']),
  ]);
  expect(result.current.damaged).toEqual([
    { reason: expect.stringContaining('is no picture'), count: 1, example: '3/broken.jpg' },
  ]);

  expect([wrong.code, wrong.stdout]).toEqual([1, '']);
  expect(wrong.stderr).toContain('there is nothing at ');
});
