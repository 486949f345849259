import sharp from 'sharp';
import { UserError } from '../../common/errors';
import { random, type Seed } from '../../common/random';
import { beat } from '../beat';
import { type Camera, type Frame, interval, type Sheet } from '../camera';
import { type ColourImage, render } from './render';
import { hold, layOut, layOutRows } from './scene';

/** The settings of a simulated camera. */
export interface SimulatedOptions {
  /** Where all its chance comes from (default 1). */
  seed?: Seed;
  /** In pixels, 64 to 8192 (default 640). */
  width?: number;
  /** In pixels, 64 to 8192 (default 480). */
  height?: number;
  /** How many hands write the sheets (default 24). */
  writers?: number;
  /** Wait out the 0.2 s between shots, with the true times, instead of only writing them down (default false). */
  realtime?: boolean;
}

/** When the first sheet is held up, by the simulated camera's own clock. */
const dawn = Date.UTC(2026, 0, 5, 9);
const hour = 3_600_000;
/** From one sheet to the next, in milliseconds: a second of shots and four to change the sheet. */
const change = 5000;

/**
 * A camera without a camera: virtual hands write digits on sheets, and the sheets are held up to a lens.
 *
 * Each photo depends on the settings, the sheet and the shot alone, never on what was taken before it. Throws a
 * `UserError` for a size or a number of writers that makes no sense.
 */
export function simulatedCamera(options: SimulatedOptions = {}): Camera {
  const { seed = 1, width = 640, height = 480, writers = 24, realtime = false } = options;
  whole('width', width, 64, 8192);
  whole('height', height, 64, 8192);
  whole('number of writers', writers, 1, 10_000);
  whole('seed', seed, 0, 2 ** 32 - 1);

  async function* burst(sheet: Sheet, shots: readonly number[], signal?: AbortSignal): AsyncGenerator<Frame> {
    const { label, number, rows } = sheet;
    const scene = rows
      ? layOutRows(seed, writers, rows, number, width / height)
      : layOut(seed, writers, label, number);
    const start = dawn + label * hour + number * change;
    const take = async (shot: number, time = new Date(start + shot * interval)): Promise<Frame> => {
      const moment = hold(scene, shot, random(seed, 'hold', label, number, shot));
      // Who photographs a whole sheet once more keeps the hand's shadow off it.
      const light = rows && shot > 0 ? { ...scene.light, shadow: undefined } : scene.light;
      const sensor = random(seed, 'sensor', label, number, shot);
      const photo = await encode(render({ ...scene, light }, moment, width, height, sensor), scene.quality);
      return { shot, photo, extension: 'jpg', width, height, time, writer: scene.writer.id };
    };
    if (realtime) {
      for await (const { tick } of beat(shots.length, interval, signal)) {
        yield await take(shots[tick], new Date(performance.timeOrigin + performance.now()));
      }
      return;
    }
    // All are under way at once: a photo is encoded on other threads while the next is rendered here.
    const frames = shots.map((shot) => take(shot));
    for (const frame of frames) frame.catch(() => undefined);
    for (const frame of frames) {
      yield await frame;
      signal?.throwIfAborted();
    }
  }

  return {
    name: 'simulated',
    session: `simulated-${seed}-${width}x${height}-${writers}`,
    burst,
    close: async () => undefined,
  };
}

function encode({ width, height, pixels }: ColourImage, quality: number): Promise<Buffer> {
  const raw = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  // With the standard's own code tables, as cameras write them; reckoning others takes half as long again.
  return sharp(raw, { raw: { width, height, channels: 3 } })
    .jpeg({ quality, optimiseCoding: false })
    .toBuffer();
}

function whole(name: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  throw new UserError(
    `the simulated camera's ${name} must be a whole number from ${low} to ${high}, not ${value}`,
  );
}
