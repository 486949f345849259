import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { repository } from '../../src/common/workspace';
import { prepareAll } from '../../src/imaging/pipeline';
import { imagingPool, startPool } from '../../src/imaging/pool';
import { pipeline } from '../../src/imaging/steps';
import { shoot, strokes } from './drawn';

const choices = [pipeline('as-shot'), pipeline('mnist')];

async function photos() {
  const names = Object.keys(strokes) as (keyof typeof strokes)[];
  return Promise.all(
    names.map((digit) => shoot({ digits: [{ digit, x: 240, y: 120, high: 220, pen: 12 }] })),
  );
}

describe('a pool of threads', () => {
  it.each([2, 0])('prepares photos just as the caller would: %i threads', async (size) => {
    const pool = await startPool(size);
    expect(pool.size).toBe(size);
    const all = await photos();
    const results = await Promise.all(all.map((photo) => pool.prepare(photo, choices)));
    expect(results).toEqual(all.map((photo) => prepareAll(photo, choices)));
  });

  it('tells of a picture that makes no sense instead of waiting for ever', async () => {
    const pool = await startPool(1);
    const nonsense = { width: 640, height: 480, pixels: undefined as unknown as Uint8Array };
    await expect(pool.prepare(nonsense, choices)).rejects.toThrow();
    const [photo] = await photos();
    expect(await pool.prepare(photo, choices)).toEqual(prepareAll(photo, choices));
  });

  it('is one and the same in a process', async () => {
    const [a, b] = await Promise.all([imagingPool(), imagingPool()]);
    expect(a).toBe(b);
  });

  it('lets the process end by itself, its work done', async () => {
    const script = `
      const { imagingPool } = require(${JSON.stringify(join(repository, 'src', 'imaging', 'pool.ts'))});
      const photo = { width: 90, height: 90, pixels: new Uint8Array(8100).fill(200) };
      (async () => {
        const pool = await imagingPool();
        const [{ refused }] = await pool.prepare(photo, [new Set(['background'])]);
        process.stdout.write(refused + ', ' + (pool.size > 0));
      })();`;
    const argv = ['--import', 'tsx', '--eval', script];
    const { stdout } = await promisify(execFile)(process.execPath, argv, {
      cwd: repository,
      timeout: 30_000,
    });
    expect(stdout).toBe('no digit, true');
  }, 40_000);
});
