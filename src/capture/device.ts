import { stat } from 'node:fs/promises';
import { UserError } from '../common/errors';

/**
 * Checks the name of a webcam before it reaches a shell, and gives it back.
 *
 * node-webcam builds a command line from it, so nothing passes but these: on Linux `/dev/video0` and its like
 * (also under `/dev/v4l`) where that is a device, and fswebcam's own sources for trying things out, `TEST` and
 * `FILE:` with the absolute path of a file; elsewhere a name of letters, digits, spaces, `.`, `_` and `-` on
 * macOS and a number on Windows. Throws a `UserError` with the name for everything else.
 */
export async function checkDevice(
  name: string,
  platform: NodeJS.Platform = process.platform,
): Promise<string> {
  if (platform === 'darwin' && /^\w[\w .-]{0,79}$/.test(name)) return name;
  if (platform === 'win32' && /^\d{1,2}$/.test(name)) return name;
  if (platform === 'linux') {
    if (name === 'TEST') return name;
    if (/^\/dev\/(video\d{1,3}|v4l\/by-(id|path)\/[\w.:+-]{1,200})$/.test(name)) {
      if ((await stat(name).catch(() => undefined))?.isCharacterDevice()) return name;
      throw new UserError(`no camera answers at ${name}: plug it in, or use the simulated camera`);
    }
    const file = /^FILE:(\/[\w./-]{1,400})$/.exec(name)?.[1];
    if (file) {
      if ((await stat(file).catch(() => undefined))?.isFile()) return name;
      throw new UserError(`no picture is at ${file} for the webcam to show`);
    }
  }
  throw new UserError(
    `expected a webcam's name (${expected[platform] ?? 'none is known here'}) but got ${JSON.stringify(name)}`,
  );
}

/**
 * Checks the name of a device that is held open as a stream, and gives it back.
 *
 * On Linux and macOS as {@link checkDevice}; on Windows DirectShow's own name of the camera. `TEST` is ffmpeg's
 * test picture everywhere. The name reaches ffmpeg as one argument and never a shell; what ffmpeg itself would
 * read as more than a name (`:`, `=`, quotes, a leading `-`) is refused. Throws a `UserError` with the name.
 */
export async function checkStream(
  name: string,
  platform: NodeJS.Platform = process.platform,
): Promise<string> {
  if (name === 'TEST') return name;
  if (platform !== 'win32') return await checkDevice(name, platform);
  if (/^\w[\w .()-]{0,79}$/.test(name)) return name;
  throw new UserError(
    `expected a camera's name (letters, digits, spaces, ".", "_", "-", brackets) but got ${JSON.stringify(name)}`,
  );
}

const expected: Partial<Record<NodeJS.Platform, string>> = {
  linux: '/dev/video0, TEST, or FILE: with the absolute path of a picture',
  darwin: 'letters, digits, spaces, ".", "_" and "-"',
  win32: 'the number of the device',
};
