import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { messageOf, UserError } from '../common/errors';
import { beat } from './beat';
import { type Camera, type Frame, interval, type Sheet } from './camera';
import { checkDevice } from './device';
import { checkSize, handOf, sessionName } from './settings';

/** The settings of a webcam. */
export interface WebcamOptions {
  /** Which one: see {@link checkDevice} (default the system's first). */
  device?: string;
  /** In pixels, asked of the device, which may give another (default 640). */
  width?: number;
  /** In pixels (default 480). */
  height?: number;
  /** Whose hand writes the digits (default `me`). */
  writer?: string;
  /** What the session is called (default `webcam-` and the day). */
  session?: string;
}

/** The part of node-webcam that is used; it brings no types. */
interface NodeWebcam {
  create(options: Record<string, unknown>): {
    capture(location: string, callback: (error: unknown, photo: Buffer) => void): void;
  };
}

/** How long a shot may take, in milliseconds, before the camera counts as gone. */
const patience = 10_000;

/**
 * Opens a webcam through node-webcam (fswebcam on Linux, imagesnap on macOS, CommandCam on Windows).
 *
 * The device is opened anew for every shot, so a slow one falls behind the beat of 0.2 s; its shots then come as
 * fast as they can, with their true times. Throws a `UserError` for a device that isn't there or whose name could
 * be anything but a name, before any command is run.
 */
export async function webcam(options: WebcamOptions = {}): Promise<Camera> {
  const { width = 640, height = 480, writer = 'me' } = options;
  const session = sessionName('webcam', options.session);
  checkSize(width, height);
  const fallback = process.platform === 'linux' ? '/dev/video0' : undefined;
  const wanted = options.device ?? fallback;
  const device = wanted === undefined ? undefined : await checkDevice(wanted);
  const folder = await mkdtemp(join(tmpdir(), 'inkdrift-webcam-'));
  const location = join(folder, 'shot.jpg');
  if (process.platform !== 'win32' && !/^[\w./-]+$/.test(location)) {
    await rm(folder, { recursive: true, force: true });
    throw new UserError(
      `the folder for temporary files, ${tmpdir()}, has a name that no webcam command can take`,
    );
  }
  // Required by name: the package is plain JavaScript, and only Node's own loader finds its files.
  const { create } = createRequire(join(__dirname, 'webcam.js'))('node-webcam') as NodeWebcam;
  const settings = { width, height, quality: 95, output: 'jpeg', delay: 0, saveShots: false, verbose: false };
  const shutter = create({ ...settings, callbackReturn: 'buffer', device: device ?? false });

  async function take(): Promise<Buffer> {
    await rm(location, { force: true });
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer in ${patience / 1000} s`)), patience);
      shutter.capture(location, (error) => {
        clearTimeout(timer);
        // Some failures are told by the missing file alone.
        if (error) reject(error);
        else readFile(location).then(resolve, () => reject(new Error('it left no picture')));
      });
    });
  }

  async function* burst(
    _sheet: Sheet,
    shots: readonly number[],
    signal?: AbortSignal,
  ): AsyncGenerator<Frame> {
    for await (const { tick } of beat(shots.length, interval, signal)) {
      const time = new Date();
      const photo = await take().catch((error: unknown) => {
        throw explain(device, error);
      });
      const size = await sharp(photo).metadata();
      yield {
        shot: shots[tick],
        photo,
        extension: 'jpg',
        width: size.width,
        height: size.height,
        time,
        writer,
      };
    }
  }

  return {
    name: device ?? 'webcam',
    session,
    hand: handOf(writer),
    burst,
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

function explain(device: string | undefined, error: unknown): UserError {
  const said = messageOf(error);
  if (/not found|is not recognized/.test(said)) {
    const tool = { darwin: 'imagesnap', win32: 'CommandCam' }[process.platform as string] ?? 'fswebcam';
    return new UserError(
      `${tool} is needed to use a webcam and is not installed: install it with the system's packages`,
    );
  }
  const last = said.trim().split('\n').at(-1);
  return new UserError(`the webcam ${device ?? ''} gave no picture: ${last}`.replace('  ', ' '));
}
