import { type ChildProcess, spawn } from 'node:child_process';
import sharp from 'sharp';
import { hasCode, UserError } from '../common/errors';
import { type Camera, type Frame, interval, type Sheet } from './camera';
import { checkStream } from './device';
import { askLargest, ffmpegArguments } from './ffmpeg';
import { jpegSplitter } from './jpeg-splitter';
import { type Arrival, chooseNearest, missingFrames, type StreamCounts } from './nearest';
import { checkSize, handOf, sessionName } from './settings';

/** The settings of a stream. */
export interface StreamOptions {
  /** Which one: see {@link checkStream} (default the system's first). */
  device?: string;
  /** In pixels, with `height` (default the device's largest, where it says). */
  width?: number;
  /** In pixels. */
  height?: number;
  /** Whose hand writes the digits (default `me`). */
  writer?: string;
  /** What the session is called (default `stream-` and the day). */
  session?: string;
}

/** A camera held open, which counts what went wrong. */
export interface StreamCamera extends Camera {
  /** Over all bursts so far. */
  readonly counts: Readonly<StreamCounts>;
}

/** How long the next frame may take, in milliseconds, before the camera counts as gone. */
const patience = 10_000;

/** A shot this far from its due time, in milliseconds, is late. */
const lateFrom = 20;

/** The device that is asked where none is named. */
export const firstDevice: Partial<Record<NodeJS.Platform, string>> = {
  linux: '/dev/video0',
  darwin: '0',
};

/**
 * Opens a camera through ffmpeg (v4l2, avfoundation, dshow) and holds it open.
 *
 * Every frame is stamped on the monotonic clock as it arrives. A burst's due times are its first frame's time plus
 * k × 0.2 s, and each shot is the frame that came closest to its own. Throws a `UserError` where ffmpeg is missing,
 * the device isn't there, or its name could be anything but a name.
 */
export async function stream(options: StreamOptions = {}): Promise<StreamCamera> {
  const { writer = 'me' } = options;
  const session = sessionName('stream', options.session);
  const wanted = options.device ?? firstDevice[process.platform];
  if (wanted === undefined) throw new UserError('name the camera with device, as the system calls it');
  const device = await checkStream(wanted);
  if ((options.width === undefined) !== (options.height === undefined))
    throw new UserError('a stream takes a width and a height, or neither');
  let size = await askLargest(device);
  if (options.width !== undefined && options.height !== undefined) {
    checkSize(options.width, options.height);
    size = { width: options.width, height: options.height };
  }

  const frames = new FrameFeed(
    spawn('ffmpeg', ffmpegArguments({ device, size }), { stdio: ['ignore', 'pipe', 'pipe'] }),
  );
  try {
    const first = await frames.next();
    const { width, height } = await sharp(first.item).metadata();
    const counts = { dropped: 0, late: 0 };

    async function* burst(
      _sheet: Sheet,
      shots: readonly number[],
      signal?: AbortSignal,
    ): AsyncGenerator<Frame> {
      const start = await frames.next(signal);
      const choice = chooseNearest<Buffer>(start.at, interval, shots.length);
      const times: number[] = [];
      const stop = frames.listen();
      try {
        for (let frame = start; ; frame = await frames.next(signal)) {
          times.push(frame.at);
          for (const { shot, at, off, item } of choice.offer(frame)) {
            if (Math.abs(off) > lateFrom) counts.late++;
            const time = new Date(performance.timeOrigin + at);
            yield { shot: shots[shot], photo: item, extension: 'jpg', width, height, time, writer };
          }
          if (choice.done) return;
        }
      } finally {
        stop();
        counts.dropped += missingFrames(times);
      }
    }

    return { name: device, session, hand: handOf(writer), burst, counts, close: () => frames.close() };
  } catch (error) {
    await frames.close();
    throw error;
  }
}

/** The frames of a process that writes JPEGs, with the times at which they came. */
class FrameFeed {
  private readonly waiting: Arrival<Buffer>[] = [];
  private readonly ended: Promise<void>;
  private keep = false;
  private failure: UserError | undefined;
  private said = '';
  private wake: () => void = () => undefined;

  constructor(private readonly process: ChildProcess) {
    const split = jpegSplitter();
    this.process.stdout?.on('data', (bytes: Buffer) => {
      const at = performance.now();
      for (const item of split(bytes)) {
        // Between bursts nobody looks: only the newest matters then.
        if (!this.keep) this.waiting.length = 0;
        this.waiting.push({ at, item });
      }
      this.wake();
    });
    this.process.stderr?.on('data', (bytes: Buffer) => {
      this.said = (this.said + bytes.toString()).slice(-2000);
    });
    this.ended = new Promise((resolve) => {
      this.process.on('error', (error) => {
        this.failure = hasCode(error, 'ENOENT')
          ? new UserError("ffmpeg is needed to hold a camera open: install it with the system's packages")
          : new UserError(`ffmpeg could not be started: ${error.message}`);
        this.wake();
        resolve();
      });
      this.process.on('close', () => {
        const last = this.said.trim().split('\n').at(-1) || 'it ended without a word';
        this.failure ??= new UserError(`the camera's stream ended: ${last}`);
        this.wake();
        resolve();
      });
    });
  }

  /** From now until the function given is called, frames that nobody has taken yet are kept in order. */
  listen(): () => void {
    this.keep = true;
    return () => {
      this.keep = false;
      this.waiting.length = 0;
    };
  }

  /** The next frame that hasn't been given yet; between bursts one that is still to come. */
  async next(signal?: AbortSignal): Promise<Arrival<Buffer>> {
    if (!this.keep) this.waiting.length = 0;
    const deadline = performance.now() + patience;
    for (;;) {
      signal?.throwIfAborted();
      const frame = this.waiting.shift();
      if (frame) return frame;
      if (this.failure) throw this.failure;
      const left = deadline - performance.now();
      if (left <= 0) throw new UserError(`the camera gave no picture in ${patience / 1000} s`);
      await this.news(Math.min(left, 1000), signal);
    }
  }

  /** Waits for a frame, the end, the signal or the time given. */
  private async news(milliseconds: number, signal?: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      this.wake = done;
      signal?.addEventListener('abort', done, { once: true });
    });
  }

  async close(): Promise<void> {
    this.failure ??= new UserError('the camera is closed');
    // Asked first; a driver that hangs must not keep the session from ending.
    this.process.kill('SIGTERM');
    const timer = setTimeout(() => this.process.kill('SIGKILL'), 2000);
    await this.ended;
    clearTimeout(timer);
  }
}
