import { type Random, random, type Seed } from '../../common/random';
import { bounds, type Stroke, virtualWriter, type Writer } from '../../handwriting/index';
import type { Pose } from './homography';
import { type Light, lights } from './light';
import { type Pen, takePen } from './pens';

/** A4, in millimetres. */
export const paper = { width: 210, height: 297 } as const;

/** One sheet with a digit on it, and how it is held up to the camera. */
export interface Scene {
  label: number;
  writer: Writer;
  pen: Pen;
  /** The digit, in millimetres on the sheet, its line as wide as the pen makes it. */
  strokes: Stroke[];
  /** How the sheet is held; each shot of a burst differs a little from it. */
  pose: Pose;
  /** The sheet's drift from shot to shot, in millimetres. */
  drift: { x: number; y: number };
  light: Light;
  /** How much light the paper gives back, red, green and blue. */
  paper: readonly [number, number, number];
  /** How strong its grain is: standard deviation of the reflectance. */
  grain: number;
  /** What lies under the sheet, red, green and blue. */
  desk: readonly [number, number, number];
  /** Blur of the lens: standard deviation in thousandths of the frame's height. */
  focus: number;
  /** Noise of the sensor: standard deviation in grey levels. */
  noise: number;
  /** Quality of the JPEG. */
  quality: number;
}

const papers = [
  [0.86, 0.86, 0.86],
  [0.9, 0.9, 0.91],
  [0.84, 0.83, 0.8],
  [0.88, 0.88, 0.87],
] as const;
const desks = [
  [0.34, 0.2, 0.11],
  [0.16, 0.09, 0.05],
  [0.5, 0.37, 0.24],
  [0.3, 0.31, 0.33],
  [0.06, 0.06, 0.065],
  [0.6, 0.6, 0.6],
] as const;

/** Writes a digit on a new sheet and holds it up: the same for the same seed, writers, label and sheet. */
export function layOut(seed: Seed, writers: number, label: number, sheet: number): Scene {
  const stream = random(seed, 'sheet', label, sheet);
  // Each digit starts with another writer, so that the first sheets of all digits are not one hand's.
  const writer = virtualWriter(seed, (sheet + 7 * label) % writers);
  const pen = takePen(stream);
  const drawn = writer.write(label, random(seed, 'ink', label, sheet));
  const box = bounds(drawn);
  const size = Math.max(1, box.right / 1.15);
  const height = Math.min(Math.max(40 * Math.exp(stream.normal(0, 0.35)), 20), 90);
  const scale = height / size;
  const centre = spot(stream, (box.right * scale) / 2, scale / 2);
  const strokes = drawn.map(({ points, widths }) => ({
    points: points.map((p) => ({
      x: centre.x + (p.x - box.right / 2) * scale,
      y: centre.y + (p.y - 0.5) * scale,
    })),
    widths: widths.map((width) => width * scale * pen.width),
  }));
  const field = height / stream.between(0.52, 0.72);
  const lean = 7 * degree;
  return {
    label,
    writer,
    pen,
    strokes,
    pose: {
      aim: { x: centre.x + field * stream.normal(0, 0.03), y: centre.y + field * stream.normal(0, 0.022) },
      roll: stream.normal(0, 2.5 * degree),
      pitch: stream.normal(0, lean),
      yaw: stream.normal(0, lean),
      field,
    },
    drift: { x: field * stream.normal(0, 0.01), y: field * stream.normal(0, 0.007) },
    ...surroundings(stream),
  };
}

/** What a sheet's photos owe to the room and the camera. */
function surroundings(
  stream: Random,
): Pick<Scene, 'light' | 'paper' | 'grain' | 'desk' | 'focus' | 'noise' | 'quality'> {
  return {
    light: lights(stream),
    paper: stream.pick(papers),
    grain: stream.between(0.006, 0.02),
    desk: stream.pick(desks),
    focus: 0.8 + 2.2 * stream.uniform() ** 2,
    noise: stream.between(1, 3.2),
    quality: 80 + stream.integer(9),
  };
}

/** The room for one digit on a sheet with several, in millimetres. */
const place = { width: 16, height: 17 };

/**
 * Writes several digits on a new sheet, in rows, one hand all of them, and holds it up whole; the frame shows the
 * digits and the paper around them.
 *
 * @param aspect the frame's width against its height
 */
export function layOutRows(
  seed: Seed,
  writers: number,
  rows: readonly (readonly number[])[],
  sheet: number,
  aspect: number,
): Scene {
  const stream = random(seed, 'rows', sheet);
  const writer = virtualWriter(seed, sheet % writers);
  const pen = takePen(stream);
  const across = place.width * Math.max(...rows.map((row) => row.length));
  const down = place.height * rows.length;
  const [left, top] = [(paper.width - across) / 2, (paper.height - down) / 2];
  const strokes = rows.flatMap((row, r) =>
    row.flatMap((label, c): Stroke[] => {
      const drawn = writer.write(label, random(seed, 'rows ink', sheet, r, c));
      const box = bounds(drawn);
      const scale = Math.min(
        0.6 * place.height * Math.exp(stream.normal(0, 0.06)),
        (0.68 * place.width) / box.right,
      );
      const x = left + (c + 0.5) * place.width + stream.normal(0, 0.6);
      const y = top + (r + 0.5) * place.height + stream.normal(0, 0.6);
      return drawn.map(({ points, widths }) => ({
        points: points.map((p) => ({ x: x + (p.x - box.right / 2) * scale, y: y + (p.y - 0.5) * scale })),
        // Who writes small presses no broader line than a pen has: about a millimetre at most.
        widths: widths.map((width) => Math.min(width * scale, 1.1) * pen.width),
      }));
    }),
  );
  const field = 1.12 * Math.max(down + place.height / 2, (across + place.width / 2) / aspect);
  return {
    label: rows[0][0],
    writer,
    pen,
    strokes,
    pose: {
      aim: {
        x: paper.width / 2 + field * stream.normal(0, 0.012),
        y: paper.height / 2 + field * stream.normal(0, 0.012),
      },
      roll: stream.normal(0, 1.5 * degree),
      pitch: stream.normal(0, 3 * degree),
      yaw: stream.normal(0, 3 * degree),
      field,
    },
    drift: { x: 0, y: 0 },
    ...surroundings(stream),
  };
}

const degree = Math.PI / 180;

/** Where on the sheet the digit's middle goes: mostly well inside, now and then close enough to see the desk. */
function spot(stream: Random, halfWidth: number, halfHeight: number): { x: number; y: number } {
  const loose = stream.uniform() < 0.2;
  const margin = loose ? 14 : 60;
  const along = (length: number, half: number): number => {
    const room = Math.max(length / 2 - half - margin, 0);
    return length / 2 + stream.between(-room, room);
  };
  return { x: along(paper.width, halfWidth), y: along(paper.height, halfHeight) };
}

/** How the sheet is held at one shot of its burst, and what the camera makes of it. */
export interface Moment {
  pose: Pose;
  /** Against the scene's. */
  exposure: number;
  /** Against the scene's. */
  focus: number;
}

/** The hand's tremble and the camera's flicker at shot `k` of a scene. */
export function hold(scene: Scene, k: number, stream: Random): Moment {
  const { pose, drift } = scene;
  return {
    pose: {
      aim: {
        x: pose.aim.x + (k - 2) * drift.x + pose.field * stream.normal(0, 0.014),
        y: pose.aim.y + (k - 2) * drift.y + pose.field * stream.normal(0, 0.011),
      },
      roll: pose.roll + stream.normal(0, 1.3 * degree),
      pitch: pose.pitch + stream.normal(0, 1.8 * degree),
      yaw: pose.yaw + stream.normal(0, 1.8 * degree),
      field: pose.field * Math.exp(stream.normal(0, 0.02)),
    },
    exposure: Math.exp(stream.normal(0, 0.025)),
    focus: Math.exp(stream.normal(0, 0.1)),
  };
}
