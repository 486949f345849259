import { execFile } from 'node:child_process';

/** What to open with ffmpeg. */
export interface FfmpegInput {
  /** A name that `checkStream` has let pass. */
  device: string;
  /** In pixels, asked of the device; without it, the device's largest or ffmpeg's own choice. */
  size?: { width: number; height: number };
  platform?: NodeJS.Platform;
}

/** Frames a second of ffmpeg's own test picture. */
export const testRate = 30;

/**
 * The arguments with which ffmpeg holds a device open and writes what it sees to its output, one JPEG after the
 * other, each as it comes: nothing is buffered, doubled or dropped on the way.
 */
export function ffmpegArguments({ device, size, platform = process.platform }: FfmpegInput): string[] {
  const asked = size ? ['-video_size', `${size.width}x${size.height}`] : [];
  return [
    ...['-hide_banner', '-loglevel', 'error', '-nostdin'],
    ...source(device, size, asked, platform),
    ...['-an', '-c:v', 'mjpeg', '-q:v', '3', '-pix_fmt', 'yuvj420p'],
    ...['-fps_mode', 'passthrough', '-flush_packets', '1', '-f', 'image2pipe', 'pipe:1'],
  ];
}

function source(
  device: string,
  size: FfmpegInput['size'],
  asked: string[],
  platform: NodeJS.Platform,
): string[] {
  const live = ['-fflags', 'nobuffer'];
  if (device === 'TEST') {
    const { width, height } = size ?? { width: 640, height: 480 };
    return ['-re', '-f', 'lavfi', '-i', `testsrc2=size=${width}x${height}:rate=${testRate}`];
  }
  if (device.startsWith('FILE:'))
    return ['-re', '-stream_loop', '-1', '-i', `file:${device.slice('FILE:'.length)}`];
  if (platform === 'darwin')
    return [...live, '-f', 'avfoundation', '-framerate', '30', ...asked, '-i', `${device}:none`];
  if (platform === 'win32') return [...live, '-f', 'dshow', ...asked, '-i', `video=${device}`];
  // Over USB only compressed pictures come at full size and rate; ffmpeg takes raw ones where there are no others.
  return [...live, '-f', 'v4l2', ...(size ? ['-input_format', 'mjpeg'] : []), ...asked, '-i', device];
}

/** Whether ffmpeg can be started. */
export async function hasFfmpeg(): Promise<boolean> {
  return await new Promise((resolve) => {
    execFile('ffmpeg', ['-version'], { timeout: 10_000 }, (error) => resolve(error === null));
  });
}

/**
 * The largest size of compressed pictures that a Video4Linux device offers, from what
 * `ffmpeg -f v4l2 -list_formats all` prints; `undefined` where it names none.
 */
export function largestSize(listing: string): { width: number; height: number } | undefined {
  const compressed = listing.split('\n').filter((line) => /Compressed\s*:\s*mjpeg\b/i.test(line));
  const sizes = compressed
    .flatMap((line) => [...line.matchAll(/\b(\d{2,4})x(\d{2,4})\b/g)])
    .map(([, width, height]) => ({ width: Number(width), height: Number(height) }));
  return sizes.sort((a, b) => b.width * b.height - a.width * a.height)[0];
}

/** Asks a Video4Linux device for its largest size; `undefined` for any other source. */
export async function askLargest(device: string): Promise<{ width: number; height: number } | undefined> {
  if (process.platform !== 'linux' || !device.startsWith('/dev/')) return undefined;
  const listing = ['-hide_banner', '-f', 'v4l2', '-list_formats', 'all', '-i', device];
  return await new Promise((resolve) => {
    // ffmpeg ends such a listing with an error, as it opens nothing.
    execFile('ffmpeg', listing, { timeout: 10_000 }, (_error, stdout, stderr) =>
      resolve(largestSize(`${stdout}\n${stderr}`)),
    );
  });
}
