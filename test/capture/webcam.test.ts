import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { capture, type Frame, type WebcamOptions, webcam } from '../../src/capture';
import { checkDevice } from '../../src/capture/device';
import { UserError } from '../../src/common/errors';

const missing = process.platform !== 'linux' || spawnSync('fswebcam', ['--version']).error !== undefined;
const why = missing ? ' (skipped: fswebcam is not installed)' : '';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkdrift-device-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function shoot(options: WebcamOptions, shots = [0]): Promise<Frame[]> {
  const camera = await webcam(options);
  const frames: Frame[] = [];
  try {
    for await (const frame of camera.burst({ label: 1, number: 0 }, shots)) frames.push(frame);
  } finally {
    await camera.close();
  }
  return frames;
}

describe('checkDevice', () => {
  it.each([
    '/dev/video0; touch PWNED',
    '/dev/video0$(touch PWNED)',
    '`touch PWNED`',
    'TEST;touch PWNED',
    'TEST\ntouch PWNED',
    'FILE:/tmp/a b.jpg',
    'FILE:/tmp/$(touch PWNED).jpg',
    'FILE:relative.jpg',
    '/dev/../etc/passwd',
    '/dev/v4l/by-id/$(touch PWNED)',
    '-c/etc/shadow',
    '',
  ])('refuses %j and shows it, before anything runs', async (name) => {
    await expect(checkDevice(name, 'linux')).rejects.toThrow(JSON.stringify(name));
    await expect(webcam({ device: name })).rejects.toThrow(UserError);
    expect((await readdir('.')).includes('PWNED')).toBe(false);
  });

  it.each(["a' ; touch PWNED '", 'x"', '$(x)'])('refuses %j on macOS and Windows too', async (name) => {
    await expect(checkDevice(name, 'darwin')).rejects.toThrow(UserError);
    await expect(checkDevice(name, 'win32')).rejects.toThrow(UserError);
  });

  it('lets the names of devices pass', async () => {
    expect(await checkDevice('TEST', 'linux')).toBe('TEST');
    expect(await checkDevice('FaceTime HD Camera', 'darwin')).toBe('FaceTime HD Camera');
    expect(await checkDevice('2', 'win32')).toBe('2');
  });

  it('says so when no camera or picture is there', async () => {
    await expect(checkDevice('/dev/video987', 'linux')).rejects.toThrow('no camera answers at /dev/video987');
    await expect(checkDevice('FILE:/nowhere/x.jpg', 'linux')).rejects.toThrow('/nowhere/x.jpg');
  });
});

describe.skipIf(missing)(`webcam through node-webcam and fswebcam${why}`, () => {
  it('takes pictures of fswebcam’s test source on the beat', async () => {
    const frames = await shoot({ device: 'TEST', width: 320, height: 240, writer: 'ada' }, [0, 1, 2]);
    expect(frames.map(({ shot }) => shot)).toEqual([0, 1, 2]);
    for (const { photo, width, height, writer } of frames) {
      expect({ width, height, writer }).toEqual({ width: 320, height: 240, writer: 'ada' });
      expect((await sharp(photo).metadata()).format).toBe('jpeg');
    }
    expect(frames[2].time.getTime() - frames[0].time.getTime()).toBeGreaterThanOrEqual(395);
  });

  it('takes pictures of a file, which a capture enters in the manifest', async () => {
    const path = join(folder, 'page.png');
    await sharp({ create: { width: 160, height: 120, channels: 3, background: '#808080' } })
      .png()
      .toFile(path);
    const camera = await webcam({ device: `FILE:${path}`, width: 160, height: 120, session: 'today' });
    const { shots } = await capture({ camera, folder, perClass: 1, shotsPerSheet: 2, labels: [6] });
    expect(shots).toHaveLength(4);
    expect(shots[0]).toMatchObject({
      device: `FILE:${path}`,
      session: 'today',
      label: 6,
      width: 160,
      height: 120,
    });
    const { channels } = await sharp(join(folder, shots[0].file)).stats();
    expect(Math.abs(channels[0].mean - 128)).toBeLessThan(3);
  });

  it('says that no picture came when the device gives none', async () => {
    const path = join(folder, 'broken.png');
    await sharp({ create: { width: 8, height: 8, channels: 3, background: '#000' } })
      .png()
      .toFile(path);
    const camera = await webcam({ device: `FILE:${path}`, width: 160, height: 120 });
    await rm(path);
    const burst = camera.burst({ label: 1, number: 0 }, [0])[Symbol.asyncIterator]();
    await expect(burst.next()).rejects.toThrow(/gave no picture/);
    await camera.close();
  });
});

describe('webcam', () => {
  it.each([{ session: 'a b' }, { width: 4.5 }, { height: 0 }])('refuses %j', async (options) => {
    await expect(webcam({ device: 'TEST', ...options })).rejects.toThrow(UserError);
  });

  it('tells whose hand its sheets are named after, whatever the writer is called', async () => {
    if (process.platform !== 'linux') return;
    const names = new Map([
      ['me', undefined],
      ['Ana María', 'Ana-Mar-a'],
      ['../../$(x)', 'x'],
      ['Ольга', expect.stringMatching(/^[0-9a-f]{8}$/)],
    ]);
    for (const [writer, hand] of names) {
      const camera = await webcam({ device: 'TEST', writer });
      expect(camera.hand).toEqual(hand);
      await camera.close();
    }
  });

  it('leaves no file behind', async () => {
    if (process.platform !== 'linux') return;
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith('inkdrift-webcam-')).length;
    const camera = await webcam({ device: 'TEST' });
    await camera.close();
    const after = (await readdir(tmpdir())).filter((name) => name.startsWith('inkdrift-webcam-')).length;
    expect(after).toBeLessThanOrEqual(before);
    expect((await stat(tmpdir())).isDirectory()).toBe(true);
  });
});
