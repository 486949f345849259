import { afterEach, describe, expect, it } from 'vitest';
import { prepareAll } from '../../src/imaging/pipeline';
import { openPool, type Pool } from '../../src/imaging/pool';
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
  let pool: Pool | undefined;
  afterEach(() => pool?.close());

  it('prepares photos just as the caller would', async () => {
    pool = await openPool(2);
    expect(pool.size).toBe(2);
    const all = await photos();
    const results = await Promise.all(all.map((photo) => pool!.prepare(photo, choices)));
    expect(results).toEqual(all.map((photo) => prepareAll(photo, choices)));
  });

  it('does what it was asked although it is closed meanwhile', async () => {
    pool = await openPool(1);
    const all = await photos();
    const asked = all.map((photo) => pool!.prepare(photo, choices));
    await pool.close();
    expect(await Promise.all(asked)).toEqual(all.map((photo) => prepareAll(photo, choices)));
    expect(pool.size).toBe(0);
    expect(await pool.prepare(all[0], choices)).toEqual(prepareAll(all[0], choices));
  });

  it('tells of a picture that makes no sense instead of waiting for ever', async () => {
    pool = await openPool(1);
    const nonsense = { width: 640, height: 480, pixels: undefined as unknown as Uint8Array };
    await expect(pool.prepare(nonsense, choices)).rejects.toThrow();
    const [photo] = await photos();
    expect(await pool.prepare(photo, choices)).toEqual(prepareAll(photo, choices));
  });
});
