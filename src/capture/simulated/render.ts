import type { Random } from '../../common/random';
import { bounds, rasterise, type Stroke } from '../../handwriting/index';
import { gaussian } from './blur';
import { type Homography, inverse, photograph, project } from './homography';
import { cell, illumination } from './light';
import { type Moment, paper, type Scene } from './scene';
import { grainTile, noiseTile, tileMask, tileSide } from './tiles';

/** A picture in colour: three bytes a pixel, red, green and blue, rows from top to bottom. */
export interface ColourImage {
  /** In pixels. */
  width: number;
  /** In pixels. */
  height: number;
  /** `width × height × 3` bytes. */
  pixels: Uint8ClampedArray;
}

/** Samples of the grain in a millimetre of paper. */
const grainPitch = 6;

/** Steps of the tone curve's table, from no light to twice the sensor's white. */
const toneSteps = 4096;
const tone = toneCurve();

/**
 * Takes one photo of a scene: the sheet through the lens, lit, with the sensor's noise.
 *
 * Light is reckoned linearly and goes through a camera's tone curve at the end. The noise is added after it,
 * where photon noise has about the same deviation at every brightness, because the curve is close to a root.
 */
export function render(
  scene: Scene,
  moment: Moment,
  width: number,
  height: number,
  stream: Random,
): ColourImage {
  const toFrame = photograph(moment.pose, width, height);
  const toSheet = inverse(toFrame);
  const ink = inkMap(scene, toFrame, width, height, (scene.focus * moment.focus * height) / 1000);
  const light = illumination(scene.light, width, height);
  const edges = showsDesk(toSheet, width, height);
  const soft = Math.max((scene.focus * height) / 1000, 0.5) * 2;
  const perMillimetre = height / moment.pose.field;
  const { pen, grain, desk } = scene;
  const [paperR, paperG, paperB] = scene.paper;
  const [inkR, inkG, inkB] = pen.ink;
  const gain = moment.exposure * (toneSteps / 2);
  const [gainR, gainG, gainB] = scene.light.tint.map((tint) => tint * gain);
  const pixels = new Uint8ClampedArray(width * height * 3);
  const streak = pen.streaks * 0.3;
  // Kept at hand: an imported name is looked up anew at every use where modules are compiled to CommonJS.
  const [fibres, specks, mask, pitch] = [grainTile, noiseTile, tileMask, tileSide];
  const [curve, brightest, gap, last] = [tone, toneSteps - 1, cell, tileSide * tileSide - 1];
  const [sheetWidth, sheetHeight] = [paper.width, paper.height];
  const { noise } = scene;

  for (let y = 0; y < height; y++) {
    const gridRow = Math.floor(y / gap);
    const down = y / gap - gridRow;
    let noiseAt = stream.integer(last + 1);
    let u = toSheet[0] * 0.5 + toSheet[1] * (y + 0.5) + toSheet[2];
    let v = toSheet[3] * 0.5 + toSheet[4] * (y + 0.5) + toSheet[5];
    let w = toSheet[6] * 0.5 + toSheet[7] * (y + 0.5) + toSheet[8];
    const inInkRow = y >= ink.top && y < ink.top + ink.height;
    const inkRow = (y - ink.top) * ink.width - ink.left;
    let [lit, step] = [0, 0];
    for (let x = 0, at = y * width * 3; x < width; x++, at += 3) {
      if (x % gap === 0) {
        const g = gridRow * light.columns + x / gap;
        const { values, columns } = light;
        lit = values[g] + down * (values[g + columns] - values[g]);
        step = (values[g + 1] + down * (values[g + columns + 1] - values[g + 1]) - lit) / gap;
      }
      const sx = u / w;
      const sy = v / w;
      const fibre = fibres[((sy * grainPitch) & mask) * pitch + ((sx * grainPitch) & mask)];
      const page = 1 + grain * fibre;
      let r = paperR * page;
      let g = paperG * page;
      let b = paperB * page;
      if (inInkRow && x >= ink.left && x < ink.left + ink.width) {
        const cover = ink.cover[inkRow + x];
        if (cover > 0) {
          const dye = cover * Math.min(Math.max(1 - streak + streak * fibre, 0), 1);
          r += dye * (inkR - r);
          g += dye * (inkG - g);
          b += dye * (inkB - b);
        }
      }
      if (edges) {
        const inside = Math.min(sx, sheetWidth - sx, sy, sheetHeight - sy) * perMillimetre;
        if (inside < soft) {
          const bare = Math.min(Math.max(0.5 - inside / soft / 2, 0), 1);
          // The sheet's own shadow lies on the desk close to its border.
          const wood = (1 + 5 * grain * fibre) * (1 - 0.35 * Math.exp(Math.min(inside, 0) / (6 * soft)));
          r += bare * (desk[0] * wood - r);
          g += bare * (desk[1] * wood - g);
          b += bare * (desk[2] * wood - b);
        }
      }
      const speck = noise * specks[noiseAt];
      noiseAt = noiseAt === last ? 0 : noiseAt + 1;
      const stain = 0.35 * noise * specks[(noiseAt * 7) & last];
      pixels[at] = curve[Math.min(lit * r * gainR, brightest) | 0] + speck + stain;
      pixels[at + 1] = curve[Math.min(lit * g * gainG, brightest) | 0] + speck;
      pixels[at + 2] = curve[Math.min(lit * b * gainB, brightest) | 0] + speck - stain;
      u += toSheet[0];
      v += toSheet[3];
      w += toSheet[6];
      lit += step;
    }
  }
  return { width, height, pixels };
}

/** How much ink each pixel sees, after the lens; only the part of the frame around the digit. */
function inkMap(scene: Scene, toFrame: Homography, width: number, height: number, blur: number) {
  const scale = height / scene.pose.field;
  const strokes: Stroke[] = scene.strokes.map(({ points, widths }) => ({
    points: points.map((p) => project(toFrame, p.x, p.y)),
    widths: widths.map((w) => w * scale),
  }));
  const box = bounds(strokes);
  const widest = strokes.reduce((most, { widths }) => Math.max(most, ...widths), 0);
  const reach = Math.ceil(widest / 2 + 3 * blur + 2);
  const left = Math.min(Math.max(Math.floor(box.left) - reach, 0), width - 1);
  const top = Math.min(Math.max(Math.floor(box.top) - reach, 0), height - 1);
  const across = Math.max(Math.min(Math.ceil(box.right) + reach, width) - left, 1);
  const down = Math.max(Math.min(Math.ceil(box.bottom) + reach, height) - top, 1);
  const sharp = rasterise(strokes, { width: across, height: down, offset: { x: -left, y: -top } });
  return { left, top, width: across, height: down, cover: gaussian(sharp, across, down, blur) };
}

/** Whether any corner of the frame, or a little before it, looks past the sheet. */
function showsDesk(toSheet: Homography, width: number, height: number): boolean {
  return [0, width].some((x) =>
    [0, height].some((y) => {
      const p = project(toSheet, x, y);
      return p.x < 2 || p.y < 2 || p.x > paper.width - 2 || p.y > paper.height - 2;
    }),
  );
}

/** Linear light to grey levels: sRGB's curve, bent softly where it nears white as cameras do. */
function toneCurve(): Float32Array {
  return Float32Array.from({ length: toneSteps }, (_, i) => {
    const linear = (i + 0.5) / (toneSteps / 2);
    const knee = 0.7;
    const bent = linear < knee ? linear : knee + (1 - knee) * (1 - Math.exp(-(linear - knee) / (1 - knee)));
    return 255 * (bent <= 0.0031308 ? 12.92 * bent : 1.055 * bent ** (1 / 2.4) - 0.055);
  });
}
