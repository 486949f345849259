import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { measureBeat } from '../../src/capture/beat-report';
import { capture } from '../../src/capture/capture';
import { checkStream } from '../../src/capture/device';
import { ffmpegArguments, largestSize } from '../../src/capture/ffmpeg';
import { stream } from '../../src/capture/stream';
import { UserError } from '../../src/common/errors';

const missing = spawnSync('ffmpeg', ['-version']).error !== undefined;
const why = missing ? ' (skipped: ffmpeg is not installed)' : '';

describe('checkStream', () => {
  it.each([
    '/dev/video0; touch PWNED',
    '$(touch PWNED)',
    '-i',
    'concat:a|b',
    'http://x/y',
    'x" ',
    '',
    'a\nb',
  ])('refuses %j on every system, before anything runs', async (name) => {
    for (const platform of ['linux', 'darwin', 'win32'] as const)
      await expect(checkStream(name, platform)).rejects.toThrow(UserError);
    await expect(stream({ device: name })).rejects.toThrow(UserError);
    expect(await readdir('.')).not.toContain('PWNED');
  });

  it('lets the names of cameras pass', async () => {
    expect(await checkStream('Integrated Camera (04f2)', 'win32')).toBe('Integrated Camera (04f2)');
    expect(await checkStream('FaceTime HD Camera', 'darwin')).toBe('FaceTime HD Camera');
    expect(await checkStream('TEST', 'win32')).toBe('TEST');
  });
});

describe('ffmpegArguments', () => {
  const size = { width: 1280, height: 720 };
  it.each([
    ['linux', '/dev/video0', 'v4l2', '/dev/video0'],
    ['darwin', 'FaceTime HD Camera', 'avfoundation', 'FaceTime HD Camera:none'],
    ['win32', 'HD Camera', 'dshow', 'video=HD Camera'],
  ] as const)('holds a device open on %s', (platform, device, format, input) => {
    const argv = ffmpegArguments({ device, size, platform });
    expect(argv[argv.indexOf('-f') + 1]).toBe(format);
    expect(argv[argv.indexOf('-i') + 1]).toBe(input);
    expect(argv[argv.indexOf('-video_size') + 1]).toBe('1280x720');
  });

  it('finds a device’s largest compressed size in ffmpeg’s listing', () => {
    const listing = [
      '[video4linux2,v4l2 @ 0x55] Raw       :     yuyv422 :           YUYV 4:2:2 : 640x480 2304x1536',
      '[video4linux2,v4l2 @ 0x55] Compressed:       mjpeg :          Motion-JPEG : 640x480 1920x1080 1280x720',
    ].join('\n');
    expect(largestSize(listing)).toEqual({ width: 1920, height: 1080 });
    expect(largestSize('Inappropriate ioctl for device')).toBeUndefined();
  });
});

describe.skipIf(missing)(`stream through ffmpeg${why}`, () => {
  it('takes the frames of ffmpeg’s test source on a beat of 0.2 s, within 20 ms', { retry: 2 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'inkdrift-stream-'));
    try {
      const camera = await stream({ device: 'TEST', width: 320, height: 240, writer: 'ada', session: 'now' });
      const { shots } = await capture({ camera, folder, perClass: 6, shotsPerSheet: 6, labels: [6] });
      expect(shots).toHaveLength(12);
      expect(shots[0]).toMatchObject({
        device: 'TEST',
        session: 'now',
        writer: 'ada',
        width: 320,
        height: 240,
      });
      const beat = measureBeat(shots);
      expect(beat.intervals).toBe(10);
      // Where others keep the processors busy, frames wait for their turn: then only the order of size is tested.
      const crowded = loadavg()[0] > 2 * availableParallelism();
      expect(beat.medianError).toBeLessThan(crowded ? 100 : 20);
      expect(new Set(shots.map(({ sha256 }) => sha256)).size).toBe(12);
      expect((await sharp(join(folder, shots[3].file)).metadata()).format).toBe('jpeg');
      if (!crowded) expect(camera.counts.late).toBeLessThan(6);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('stops at once when its signal says so, and ends ffmpeg', async () => {
    const camera = await stream({ device: 'TEST', width: 160, height: 120 });
    const stop = new AbortController();
    const burst = camera.burst({ label: 1, number: 0 }, [0, 1, 2, 3, 4], stop.signal);
    const iterator = burst[Symbol.asyncIterator]();
    await iterator.next();
    stop.abort(new UserError('enough'));
    await expect(iterator.next()).rejects.toThrow('enough');
    await camera.close();
    await expect(camera.burst({ label: 1, number: 0 }, [0])[Symbol.asyncIterator]().next()).rejects.toThrow();
  });

  it('says what ffmpeg said when the source gives no picture', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'inkdrift-stream-'));
    const path = join(folder, 'empty.mp4');
    await writeFile(path, 'no video');
    if (process.platform === 'linux')
      await expect(stream({ device: `FILE:${path}` })).rejects.toThrow(/stream ended/);
    await rm(folder, { recursive: true });
  });
});
