import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Camera, capture, readManifest, sessions, sheetsFor, simulatedCamera } from '../../src/capture';
import { sha256 } from '../../src/common/files';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkdrift-capture-'));
});
afterEach(() => rm(folder, { recursive: true }));

const small = (seed = 1): Camera => simulatedCamera({ seed, width: 96, height: 72 });
const manifest = () => readFile(join(folder, 'manifest.jsonl'), 'utf8');

describe('sheetsFor', () => {
  it('gives 72 sheets of 5 for the 355 photos of a class', () => {
    expect(sheetsFor(355, 5)).toBe(72);
  });
});

describe('capture', () => {
  it('fills the quota of sheets for each digit', async () => {
    const { session, shots, taken } = await capture({
      camera: small(),
      folder,
      perClass: 7,
      shotsPerSheet: 3,
    });
    expect(taken).toBe(10 * 4 * 3);
    expect(shots).toEqual(await readManifest(folder));
    expect(sessions(shots)).toEqual([
      { session, device: 'simulated', counts: new Array(10).fill(12), total: 120 },
    ]);
    expect(new Set(shots.map(({ sheet }) => sheet)).size).toBe(40);
    for (const shot of shots.slice(0, 20)) {
      expect(sha256(await readFile(join(folder, shot.file)))).toBe(shot.sha256);
    }
  });

  it('goes on where it was stopped and ends as if it never had been', async () => {
    const labels = [3, 8];
    await capture({ camera: small(), folder, perClass: 6, shotsPerSheet: 3, labels });
    const whole = await manifest();
    await rm(folder, { recursive: true });

    const stop = new AbortController();
    const onProgress = ({ done }: { done: number }) => {
      if (done >= 9) stop.abort(new Error('enough'));
    };
    const first = capture({
      camera: small(),
      folder,
      perClass: 6,
      shotsPerSheet: 3,
      labels,
      onProgress,
      signal: stop.signal,
    });
    await expect(first).rejects.toThrow('enough');
    expect((await readManifest(folder)).length).toBeGreaterThanOrEqual(9);
    expect((await readManifest(folder)).length).toBeLessThan(18);

    const { taken } = await capture({ camera: small(), folder, perClass: 6, shotsPerSheet: 3, labels });
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(18);
    expect(await manifest()).toBe(whole);
    const again = await capture({ camera: small(), folder, perClass: 6, shotsPerSheet: 3, labels });
    expect(again.taken).toBe(0);
    expect(again.shots).toHaveLength(18);
  });

  it('grows to a larger quota and gives a smaller one its part', async () => {
    const labels = [0];
    await capture({ camera: small(), folder, perClass: 2, shotsPerSheet: 2, labels });
    const larger = await capture({ camera: small(), folder, perClass: 6, shotsPerSheet: 2, labels });
    expect(larger).toMatchObject({ taken: 4 });
    const smaller = await capture({ camera: small(), folder, perClass: 2, shotsPerSheet: 2, labels });
    expect(smaller).toMatchObject({ taken: 0 });
    expect(smaller.shots).toEqual(larger.shots.slice(0, 4));
  });

  it('keeps another session’s photos beside its own', async () => {
    const labels = [1];
    const a = await capture({ camera: small(1), folder, perClass: 2, shotsPerSheet: 2, labels });
    const b = await capture({ camera: small(2), folder, perClass: 2, shotsPerSheet: 2, labels });
    expect(b.session).not.toBe(a.session);
    expect(b.shots).toHaveLength(4);
    expect(sessions(await readManifest(folder)).map(({ session }) => session)).toEqual([
      a.session,
      b.session,
    ]);
  });

  it('keeps what was taken when the camera fails', async () => {
    const camera = small();
    const failing: Camera = {
      ...camera,
      async *burst(sheet, shots, signal) {
        if (sheet.number === 2) throw new Error('unplugged');
        yield* camera.burst(sheet, shots, signal);
      },
    };
    await expect(
      capture({ camera: failing, folder, perClass: 8, shotsPerSheet: 2, labels: [4] }),
    ).rejects.toThrow('unplugged');
    expect(await readManifest(folder)).toHaveLength(4);
    const { shots, taken } = await capture({ camera, folder, perClass: 8, shotsPerSheet: 2, labels: [4] });
    expect(taken).toBe(6);
    expect(shots).toHaveLength(10);
  });

  it('gives each hand sheets and a quota of its own', async () => {
    const options = { folder, perClass: 2, shotsPerSheet: 2, labels: [5] };
    const me = await capture({ camera: small(), ...options });
    const anna = await capture({ camera: { ...small(), hand: 'anna' }, ...options });
    expect(anna).toMatchObject({ session: me.session, taken: 4 });
    expect(anna.shots.map(({ sheet }) => sheet)).not.toEqual(me.shots.map(({ sheet }) => sheet));
    expect(sessions(await readManifest(folder))).toMatchObject([{ total: 8 }]);
  });

  it('counts the photos of each digit as they land, and tells the rate', async () => {
    const options = { folder, perClass: 2, shotsPerSheet: 2 };
    await capture({ camera: small(), ...options, labels: [5] });
    const live: number[][] = [];
    const details: string[] = [];
    await capture({
      ...{ camera: small(), ...options, labels: [5, 6] },
      onShot: (_shot, _photo, counts) => live.push([...counts]),
      onProgress: ({ detail = '' }) => details.push(detail),
    });
    expect(live.map((counts) => [counts[5], counts[6]])).toEqual([1, 2, 3, 4].map((n) => [4, n]));
    expect(details.at(-1)).toMatch(/^digit 6, sheet 2, \d+\.\d shots\/s$/);
  });

  it('takes only the missing shots of a sheet', async () => {
    const options = { folder, perClass: 4, shotsPerSheet: 4, labels: [9] };
    await capture({ camera: small(), ...options });
    const whole = await manifest();
    const lines = whole.split('\n');
    await writeFile(join(folder, 'manifest.jsonl'), `${lines.slice(0, 6).join('\n')}\n`);
    const { taken, setAside } = await capture({ camera: small(), ...options });
    expect(taken).toBe(2);
    expect(setAside.photos).toHaveLength(2);
    expect(await manifest()).toBe(whole);
    expect(await readdir(join(folder, 'quarantine', 'photos', '9'))).toHaveLength(2);
  });

  it.each([{ perClass: 0 }, { perClass: 2.5 }, { shotsPerSheet: -1 }])('refuses %j', async (options) => {
    await expect(capture({ camera: small(), folder, ...options })).rejects.toThrow(
      String(Object.values(options)[0]),
    );
    expect(await readdir(folder)).toEqual([]);
  });
});
