import type { Random } from '../../common/random';
import { type Homography, inverse, project } from '../../imaging/homography';
import { photograph } from './homography';
import { inkMap } from './ink-map';
import { cell, illumination } from './light';
import { type Moment, paper, type Scene } from './scene';
import { grainTile, noiseTile, noiseUnit, tileBits, tileMask } from './tiles';
import { tone, toneSteps, tonesOf, white } from './tone';

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

/** Places on the grain are whole numbers of so many parts of a sample: a shift then finds the sample. */
const partBits = 16;

/**
 * Takes one photo of a scene: the sheet through the lens, lit, with the sensor's noise.
 *
 * Light is reckoned linearly and goes through a camera's tone curve at the end. The noise is added after it,
 * where photon noise has about the same deviation at every brightness, because the curve is close to a root.
 * Perspective and light are worked out every `cell` pixels of a row and run straight between, which is a
 * thousandth of a pixel off; only what holds ink or shows the desk is mixed colour by colour, and the rest, bare
 * paper, is looked up in tables made for this photo.
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
  const { columns, values } = illumination(scene.light, width, height);
  const edges = showsDesk(toSheet, width, height);
  const soft = Math.max((scene.focus * height) / 1000, 0.5) * 2;
  const perMillimetre = height / moment.pose.field;
  const { pen, grain, desk } = scene;
  const [paperR, paperG, paperB] = scene.paper;
  const [inkR, inkG, inkB] = pen.ink;
  const [gainR, gainG, gainB] = scene.light.tint.map((tint) => tint * moment.exposure);
  const bareR = tonesOf(paperR * gainR);
  const bareG = tonesOf(paperG * gainG);
  const bareB = tonesOf(paperB * gainB);
  const pixels = new Uint8ClampedArray(width * height * 3);
  const streak = pen.streaks * 0.3;
  // Kept at hand: an imported name is looked up anew at every use where modules are compiled to CommonJS.
  const [fibres, specks, mask, rowBits, gap] = [grainTile, noiseTile, tileMask, tileBits, cell];
  const [curve, steps, brightest] = [tone, white, toneSteps - 1];
  const [sheetWidth, sheetHeight] = [paper.width, paper.height];
  const loud = scene.noise / noiseUnit;
  const parts = grainPitch * 2 ** partBits;

  for (let y = 0; y < height; y++) {
    const gridRow = Math.floor(y / gap);
    const down = y / gap - gridRow;
    // The tile's rows lie one behind the other, so that a row of noise may begin anywhere and never ends.
    let noiseAt = 3 * stream.integer(specks.length / 3 - width);
    const u = toSheet[1] * (y + 0.5) + toSheet[2];
    const v = toSheet[4] * (y + 0.5) + toSheet[5];
    const w = toSheet[7] * (y + 0.5) + toSheet[8];
    const beside = y < ink.top || y >= ink.top + ink.height;
    const inkRow = (y - ink.top) * ink.width - ink.left;
    let at = y * width * 3;
    let over = w + toSheet[6] * 0.5;
    let nextX = (u + toSheet[0] * 0.5) / over;
    let nextY = (v + toSheet[3] * 0.5) / over;
    for (let from = 0; from < width; from += gap) {
      const to = Math.min(from + gap, width);
      const g = gridRow * columns + from / gap;
      let lit = values[g] + down * (values[g + columns] - values[g]);
      const brighter = (values[g + 1] + down * (values[g + columns + 1] - values[g + 1]) - lit) / gap;
      let sx = nextX;
      let sy = nextY;
      over = w + toSheet[6] * (from + gap + 0.5);
      nextX = (u + toSheet[0] * (from + gap + 0.5)) / over;
      nextY = (v + toSheet[3] * (from + gap + 0.5)) / over;
      const alongX = (nextX - sx) / gap;
      const alongY = (nextY - sy) / gap;
      let gx = (sx * parts) | 0;
      let gy = (sy * parts) | 0;
      const gxStep = (alongX * parts) | 0;
      const gyStep = (alongY * parts) | 0;
      const inked = !beside && from >= ink.left && from < ink.left + ink.width;
      if (!inked && !edges) {
        for (let x = from; x < to; x++, at += 3, noiseAt += 3) {
          const fibre = fibres[(((gy >> partBits) & mask) << rowBits) + ((gx >> partBits) & mask)];
          const bright = Math.min(lit * steps * (1 + grain * fibre), brightest) | 0;
          pixels[at] = bareR[bright] + loud * specks[noiseAt];
          pixels[at + 1] = bareG[bright] + loud * specks[noiseAt + 1];
          pixels[at + 2] = bareB[bright] + loud * specks[noiseAt + 2];
          lit += brighter;
          gx = (gx + gxStep) | 0;
          gy = (gy + gyStep) | 0;
        }
        continue;
      }
      for (let x = from; x < to; x++, at += 3, noiseAt += 3) {
        const fibre = fibres[(((gy >> partBits) & mask) << rowBits) + ((gx >> partBits) & mask)];
        const page = 1 + grain * fibre;
        const light = lit * steps;
        const cover = inked ? ink.cover[inkRow + x] : 0;
        const inside = edges ? Math.min(sx, sheetWidth - sx, sy, sheetHeight - sy) * perMillimetre : soft;
        if (cover === 0 && inside >= soft) {
          const bright = Math.min(light * page, brightest) | 0;
          pixels[at] = bareR[bright] + loud * specks[noiseAt];
          pixels[at + 1] = bareG[bright] + loud * specks[noiseAt + 1];
          pixels[at + 2] = bareB[bright] + loud * specks[noiseAt + 2];
        } else {
          const dye = cover * Math.min(Math.max(1 - streak + streak * fibre, 0), 1);
          let r = paperR * page + dye * (inkR - paperR * page);
          let g = paperG * page + dye * (inkG - paperG * page);
          let b = paperB * page + dye * (inkB - paperB * page);
          if (inside < soft) {
            const bare = Math.min(Math.max(0.5 - inside / soft / 2, 0), 1);
            // The sheet's own shadow lies on the desk close to its border.
            const wood = (1 + 5 * grain * fibre) * (1 - 0.35 * Math.exp(Math.min(inside, 0) / (6 * soft)));
            r += bare * (desk[0] * wood - r);
            g += bare * (desk[1] * wood - g);
            b += bare * (desk[2] * wood - b);
          }
          pixels[at] = curve[Math.min(light * r * gainR, brightest) | 0] + loud * specks[noiseAt];
          pixels[at + 1] = curve[Math.min(light * g * gainG, brightest) | 0] + loud * specks[noiseAt + 1];
          pixels[at + 2] = curve[Math.min(light * b * gainB, brightest) | 0] + loud * specks[noiseAt + 2];
        }
        lit += brighter;
        sx += alongX;
        sy += alongY;
        gx = (gx + gxStep) | 0;
        gy = (gy + gyStep) | 0;
      }
    }
  }
  return { width, height, pixels };
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
