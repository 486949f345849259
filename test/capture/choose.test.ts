import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCamera } from '../../src/capture/choose';
import { openStore } from '../../src/capture/store';
import { takePhotos } from '../../src/capture/take-photos';
import { UserError } from '../../src/common/errors';

const missing = spawnSync('ffmpeg', ['-version']).error !== undefined;

describe('openCamera', () => {
  it('asks no real camera where nobody is there to hold sheets up', async () => {
    const opened = await openCamera({ camera: 'auto', device: 'TEST', attended: false });
    expect(opened).toMatchObject({ kind: 'simulated', camera: { name: 'simulated' } });
    expect(opened.notes).toEqual(['Nobody is there to hold up sheets, so no real camera was asked.']);
  });

  it('takes the simulated camera where no other answers, and says why', async () => {
    const opened = await openCamera({ camera: 'auto', device: '/dev/video987', attended: true });
    expect(opened.kind).toBe('simulated');
    expect(opened.notes).toHaveLength(2);
    expect(opened.notes[1]).toMatch(/^No webcam: /);
  });

  it.skipIf(missing)('takes the first that answers', async () => {
    const opened = await openCamera({
      camera: 'auto',
      device: 'TEST',
      width: 160,
      height: 120,
      attended: true,
    });
    expect(opened).toMatchObject({ kind: 'stream', notes: [] });
    await opened.camera.close();
  });

  it('refuses a camera asked for by name that does not answer', async () => {
    await expect(openCamera({ camera: 'stream', device: '/dev/video987' })).rejects.toThrow(UserError);
    await expect(openCamera({ camera: 'webcam', device: '$(x)' })).rejects.toThrow('$(x)');
  });
});

describe('takePhotos', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'inkdrift-take-'));
    process.env.INKDRIFT_WORKSPACE = root;
  });
  afterEach(async () => {
    delete process.env.INKDRIFT_WORKSPACE;
    await rm(root, { recursive: true });
  });

  it('says which camera auto took, and tells of each shot as it lands', async () => {
    const seen: string[] = [];
    const taken = await takePhotos({
      ...{ camera: 'auto', photos: '', perClass: 1, seed: 1, attended: false },
      ...{ width: 96, height: 72, labels: [4], onShot: (shot) => seen.push(shot.id) },
    });
    expect(taken).toMatchObject({ kind: 'simulated', source: 'simulated camera', taken: 10 });
    expect(seen).toEqual(taken.shots.map(({ id }) => id));
    expect(taken.session).toContain('96x72');
  });

  it.skipIf(missing)('lets go of a camera whose session can’t begin', async () => {
    const store = await openStore(join(root, 'data', 'custom'));
    const running = () => process.getActiveResourcesInfo().filter((kind) => kind === 'ProcessWrap').length;
    const before = running();
    const options = { camera: 'stream', device: 'TEST', photos: '', perClass: 1, seed: 1 } as const;
    await expect(takePhotos({ ...options, width: 160, height: 120 })).rejects.toThrow('is at it already');
    await expect.poll(running).toBe(before);
    await store.close();
  });
});
