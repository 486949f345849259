import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Camera, readManifest, simulatedCamera } from '../../src/capture';
import { measureBeat } from '../../src/capture/beat-report';
import { captureSheets } from '../../src/capture/capture-sheets';
import { openPhoto } from '../../src/imaging/open';
import { prepare } from '../../src/imaging/pipeline';
import { pipeline } from '../../src/imaging/steps';

let folder: string;
let bare: Buffer;
beforeAll(async () => {
  const create = { width: 160, height: 120, channels: 3 as const, background: '#ccc' };
  bare = await sharp({ create }).jpeg().toBuffer();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkdrift-sheets-'));
});
afterEach(() => rm(folder, { recursive: true }));

const camera = (): Camera => simulatedCamera({ width: 640, height: 480 });
const shows = '0123_4567';

/** A camera that shows bare paper first, or always. */
function clumsy(always = false): Camera {
  const own = camera();
  const blank = simulatedCamera({ width: 64, height: 64 });
  return {
    ...own,
    async *burst(sheet, shots, signal) {
      if (!always && shots[0] > 0) yield* own.burst(sheet, shots, signal);
      else for await (const frame of blank.burst(sheet, shots, signal)) yield { ...frame, photo: bare };
    },
  };
}

describe('captureSheets', () => {
  it('enters every digit of whole sheets as a photo of its sheet, until each has its quota and a spare', async () => {
    const seen: number[] = [];
    const { shots, taken, session, example } = await captureSheets({
      ...{ camera: camera(), folder, perClass: 2, shows },
      onShot: (_shot, _photo, counts) => seen.push(counts.reduce((sum, count) => sum + count, 0)),
    });
    expect(taken).toBe(24);
    expect(shots).toEqual(await readManifest(folder));
    expect(seen.at(-1)).toBe(24);
    const sheets = [...new Set(shots.map(({ sheet }) => sheet))];
    expect(sheets).toHaveLength(3);
    for (const sheet of sheets) {
      const own = shots.filter((shot) => shot.sheet === sheet);
      expect(own.map(({ label }) => label)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      expect(new Set(own.map(({ writer }) => writer)).size).toBe(1);
    }
    expect(shots.every((shot) => shot.session === session && shot.device === 'simulated')).toBe(true);
    expect(measureBeat(shots).intervals).toBe(0);
    expect(example?.digits.map(({ label }) => label)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    for (const { file } of shots.slice(0, 8)) {
      const picture = await openPhoto(join(folder, file));
      expect(prepare(picture, pipeline('mnist')).refused).toBeUndefined();
    }
  });

  it('goes on where it was stopped', async () => {
    await captureSheets({ camera: camera(), folder, perClass: 1, shows });
    const { shots, taken } = await captureSheets({ camera: camera(), folder, perClass: 2, shows });
    expect(taken).toBe(8);
    expect(shots).toHaveLength(24);
    expect((await captureSheets({ camera: camera(), folder, perClass: 2, shows })).taken).toBe(0);
  });

  it('takes a photo again that can’t be cut, and says why', async () => {
    const said = new Set<string>();
    const { taken } = await captureSheets({
      ...{ camera: clumsy(), folder, perClass: 1, shows, pause: 0.01 },
      onProgress: ({ detail = '' }) => said.add(detail.split(';')[0]),
    });
    expect(taken).toBe(16);
    expect(said).toContain('no digits found on the sheet');
  });

  it('ends where sheet after sheet can’t be cut', async () => {
    const never = captureSheets({ camera: clumsy(true), folder, perClass: 1, shows });
    await expect(never).rejects.toThrow(/5 sheets in a row.*no digits found/);
    expect(await readManifest(folder)).toEqual([]);
  });

  it('refuses a layout that is none', async () => {
    const wrong = captureSheets({ camera: camera(), folder, shows: 'all of them' });
    await expect(wrong).rejects.toThrow('"all of them"');
  });
});
