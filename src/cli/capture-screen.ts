import sharp from 'sharp';
import type { OnShot } from '../capture/capture';
import type { OnProgress } from '../common/progress';
import { follow, paceLine } from '../report/progress';
import { terminalProgress } from './terminal';

/** What a person at the terminal sees of a session at the camera. */
export interface CaptureScreen {
  onProgress: OnProgress;
  onShot: OnShot;
  /** Takes the preview away, and leaves the last line of progress; what is written after it stays. */
  close(): void;
}

/** The preview's size: characters across, and rows of two pixels each, one above the other. */
const [across, rows] = [40, 15];

/** The least time between two previews, in milliseconds. */
const least = 600;

/**
 * Draws a session on standard error: every few shots a preview in the terminal's greys, the live counts, the
 * progress, and a line that stays for each shot that the checks remarked on. A log file gets those lines and the
 * progress every ten seconds.
 */
export function captureScreen(stream: NodeJS.WriteStream = process.stderr): CaptureScreen {
  if (!stream.isTTY) {
    return {
      onProgress: terminalProgress(stream),
      onShot: ({ id, flags }) => {
        if (flags.length > 0) stream.write(`  ${id}: ${flags.join(', ')}\n`);
      },
      close: () => undefined,
    };
  }
  const pace = follow(0.1);
  let [picture, line, live] = [[] as string[], '', ''];
  let [drawn, last, open] = [0, Number.NEGATIVE_INFINITY, true];

  /** Draws all anew over what stands there, below the lines that are to stay. */
  function draw(staying: readonly string[] = []): void {
    const up = drawn > 0 ? `\u001b[${drawn}A\r` : '\r';
    const room = Math.max(10, (stream.columns ?? 80) - 1);
    const texts = [live, line].filter((text) => text !== '').map((text) => text.slice(0, room));
    const lines = [...(open ? picture : []), ...texts];
    stream.write(`${up}\u001b[J${[...staying, ...lines].map((text) => `${text}\n`).join('')}`);
    drawn = lines.length;
  }

  return {
    onProgress(update) {
      const now = pace(update);
      if (!now.due) return;
      line = `  ${paceLine(now)}`;
      draw();
    },
    onShot({ id, flags }, photo, counts) {
      live = `  ${counts.map((count, digit) => `${digit}: ${count}`).join('  ')}`;
      draw(flags.length > 0 ? [`  ${id}: ${flags.join(', ')}`] : []);
      const now = performance.now();
      if (now - last < least) return;
      last = now;
      // A photo that can't be shown has been flagged; the session goes on.
      preview(photo).then(
        (shown) => {
          picture = shown;
          if (open) draw();
        },
        () => undefined,
      );
    },
    close() {
      if (!open) return;
      open = false;
      if (drawn > 0) draw();
    },
  };
}

/** A photo in half blocks: each character shows two pixels, in the 24 greys that a terminal of 256 colours has. */
export async function preview(photo: Buffer): Promise<string[]> {
  const { data, info } = await sharp(photo)
    .rotate()
    .greyscale()
    .resize(across, 2 * rows, { fit: 'inside' })
    .normalise()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const grey = (x: number, y: number): number =>
    y < info.height ? 232 + Math.round((data[(y * info.width + x) * info.channels] * 23) / 255) : 255;
  return Array.from({ length: Math.ceil(info.height / 2) }, (_, r) => {
    const cells = Array.from(
      { length: info.width },
      (_, x) => `\u001b[38;5;${grey(x, 2 * r)};48;5;${grey(x, 2 * r + 1)}m▀`,
    );
    return `  ${cells.join('')}\u001b[0m`;
  });
}
