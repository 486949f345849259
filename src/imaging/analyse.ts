import { type Digit, findDigit, type Refusal } from './find';
import type { GreyImage } from './image';
import { darkInk, type InkMap, inkMap } from './ink';
import { estimatePaper, evenPaper, type Paper, percentile, samplePaper } from './paper';
import { judgePolarity } from './polarity';
import { areaAverage, type Box, bytePercentiles, clamp, crop, planeOf, reduce, whole } from './resample';

/** A part of the photo as the steps work on it: ink dark whatever the photo's polarity. */
export interface View {
  readonly width: number;
  readonly height: number;
  /** Brightness, 0 to 255. */
  readonly light: ArrayLike<number>;
  /** The paper's brightness behind each pixel. */
  readonly paper: Float32Array;
  /** 1 where the digit is, with a little room around it. */
  readonly mask: Uint8Array;
}

/** Everything that the steps need to know of a photo, found once and shared by all combinations of steps. */
export interface Analysis {
  readonly photo: GreyImage;
  readonly inkIsDark: boolean;
  /** The whole photo, reduced. */
  readonly frame: View;
  /** The digit and its surroundings, cut from the full photo. */
  readonly cut: View;
  /** The digit's box in `cut`, in pixels. */
  readonly box: Box;
  /** The digit's box in the photo, in pixels. */
  readonly place: Box;
  /** The ink's centre of mass in the photo, in pixels. */
  readonly centre: { readonly x: number; readonly y: number };
  /** The typical brightness of the paper, ink taken for dark. */
  readonly paper: number;
  /** The light that paper residue swallows at most, and ink at least: shares from 0 to 1. */
  readonly residue: number;
  readonly depth: number;
  /** The pen's width in `cut`, in pixels. */
  readonly pen: number;
  readonly refused?: Refusal;
}

/** The picture in which the digit is looked for has at most so many pixels along its long side. */
const searchSide = 480;

/** A digit smaller than this in the reduced picture is looked at again in the full one. */
const smallDigit = 56;

/** The digit is cut out at this many pixels along its long side at most. */
const cutSide = 64;

/** A search: the picture in which it took place, and what it found. */
interface Search {
  /** Of the picture's first pixel in the photo, in the photo's pixels, and photo pixels a picture pixel. */
  readonly x: number;
  readonly y: number;
  readonly factor: number;
  readonly picture: GreyImage;
  readonly paper: Paper;
  readonly map: InkMap;
  readonly inkIsDark: boolean;
  readonly digit?: Digit;
}

/** Finds the paper, the ink and the digit of a photo. */
export function analyse(photo: GreyImage): Analysis {
  const long = Math.max(photo.width, photo.height);
  const factor = Math.max(1, Math.ceil(long / searchSide));
  const first = searchBoth(reduce(photo, factor), factor);
  const close = lookAgain(photo, first);
  return describe(photo, first, close ?? first);
}

/** Looks for the digit as dark ink or light, whichever is plain, or both where neither is. */
function searchBoth(picture: GreyImage, factor: number): Search {
  const polarity = judgePolarity(picture.pixels, picture.width, picture.height);
  const likely = search(picture, polarity.inkIsDark, 0, 0, factor);
  if (polarity.sure && likely.digit?.convincing) return likely;
  const other = search(picture, !polarity.inkIsDark, 0, 0, factor);
  if (isSheetAround(likely, other)) return other;
  if (isSheetAround(other, likely)) return likely;
  const { lightBorder } = polarity;
  const dark = polarity.inkIsDark ? likely : other;
  const light = polarity.inkIsDark ? other : likely;
  return worth(dark) * (0.5 + lightBorder) >= worth(light) * (1.5 - lightBorder) ? dark : light;
}

/** Whether one search took the sheet of paper for ink, on which the other found its ink. */
function isSheetAround({ digit: sheet }: Search, { digit }: Search): boolean {
  if (!sheet || !digit?.convincing || digit.pen > 0.8 * sheet.pen) return false;
  // Ruled lines and shadows cut a sheet up; what is left is still much broader than the strokes on it, which in
  // turn are more than JPEG's ripples in thick ink.
  const stroke = digit.pen * longSide(digit);
  const isStroke = stroke > 3 && digit.strokes.length < 5;
  if (sheet.pen < 0.25 && !(isStroke && sheet.pen > 0.1 && sheet.pen * longSide(sheet) > 4 * stroke))
    return false;
  return (
    digit.left > sheet.left &&
    digit.right < sheet.right &&
    digit.top > sheet.top &&
    digit.bottom < sheet.bottom
  );
}

function longSide({ left, right, top, bottom }: Digit): number {
  return Math.max(right - left, bottom - top) + 1;
}

function worth({ digit }: Search): number {
  if (!digit) return 0;
  return digit.refused ? 0.5 * digit.score : digit.score;
}

function search(picture: GreyImage, inkIsDark: boolean, x: number, y: number, factor: number): Search {
  const dark = darkInk(picture, inkIsDark);
  const paper = estimatePaper(dark.pixels, dark.width, dark.height, inkIsDark ? 0.2 : 0);
  const map = inkMap(dark, paper, inkIsDark ? 32 : 128);
  return { x, y, factor, picture: dark, paper, map, inkIsDark, digit: findDigit(map) };
}

/** Looks at a digit that is lost in a large photo once more, close up. */
function lookAgain(photo: GreyImage, { digit, factor, inkIsDark }: Search): Search | undefined {
  if (!digit || factor === 1) return undefined;
  const extent = Math.max(digit.right - digit.left, digit.bottom - digit.top) + 1;
  if (extent >= smallDigit) return undefined;
  const margin = 0.6 * extent + 4;
  const x = Math.max(0, Math.floor((digit.left - margin) * factor));
  const y = Math.max(0, Math.floor((digit.top - margin) * factor));
  const right = Math.min(photo.width, Math.ceil((digit.right + 1 + margin) * factor));
  const bottom = Math.min(photo.height, Math.ceil((digit.bottom + 1 + margin) * factor));
  const close = search(crop(photo, x, y, right - x, bottom - y), inkIsDark, x, y, 1);
  if (!close.digit) return undefined;
  const found = Math.max(close.digit.right - close.digit.left, close.digit.bottom - close.digit.top) + 1;
  const same = found > 0.7 * extent * factor && found < 1.4 * extent * factor;
  return same ? { ...close, digit: { ...close.digit, refused: digit.refused } } : undefined;
}

/** Measures the digit on a cut from the full photo. */
function describe(photo: GreyImage, first: Search, close: Search): Analysis {
  const { inkIsDark } = first;
  const { picture } = first;
  const frame: View = {
    width: picture.width,
    height: picture.height,
    light: picture.pixels,
    paper: first.map.paper,
    mask: digitMask(first),
  };
  const paper = percentile(first.paper.brightness, 0.5);
  const { digit, factor } = close;
  if (!digit) {
    const blank = { ...frame, paper: samplePaper(evenPaper(paper), 0, 0, 1, frame.width, frame.height) };
    return {
      photo,
      inkIsDark,
      frame,
      cut: blank,
      box: whole(picture),
      place: whole(photo),
      centre: { x: photo.width / 2, y: photo.height / 2 },
      paper,
      residue: 0.1,
      depth: 1,
      pen: 0,
      refused: 'no digit',
    };
  }
  const left = Math.max(0, close.x + (digit.left - 2) * factor);
  const top = Math.max(0, close.y + (digit.top - 2) * factor);
  const right = Math.min(photo.width, close.x + (digit.right + 3) * factor);
  const bottom = Math.min(photo.height, close.y + (digit.bottom + 3) * factor);
  const long = Math.max(digit.right - digit.left, digit.bottom - digit.top) + 1;
  const step = Math.max(1, (long * factor) / cutSide);
  const width = Math.max(1, Math.floor((right - left) / step));
  const height = Math.max(1, Math.floor((bottom - top) / step));
  const area = { x: left, y: top, width: width * step, height: height * step };
  const light = areaAverage(planeOf(photo), area, width, height);
  if (!inkIsDark) for (let i = 0; i < light.length; i++) light[i] = 255 - light[i];
  const x0 = (left - close.x + step / 2) / factor;
  const y0 = (top - close.y + step / 2) / factor;
  const cut: View = {
    width,
    height,
    light,
    paper: samplePaper(close.paper, x0, y0, step / factor, width, height),
    mask: sampleMask(digitMask(close), close.picture, x0, y0, step / factor, width, height),
  };
  const measured = measure(cut, close.map.noise / 255, digit.peak / 255);
  return {
    photo,
    inkIsDark,
    frame,
    cut,
    ...measured,
    place: {
      x: left + measured.box.x * step,
      y: top + measured.box.y * step,
      width: measured.box.width * step,
      height: measured.box.height * step,
    },
    centre: { x: left + measured.centre.x * step, y: top + measured.centre.y * step },
    paper,
    refused: digit.refused,
  };
}

/** The digit's strokes with a pixel or two around them. */
function digitMask({ digit, picture }: Search): Uint8Array {
  const { width, height } = picture;
  const mask = new Uint8Array(width * height);
  if (!digit) return mask.fill(1);
  const around = Math.max(width, height) > 200 ? 2 : 1;
  for (const { pixels } of digit.strokes) {
    for (const i of pixels) {
      const y = Math.floor(i / width);
      const x = i - y * width;
      const x0 = Math.max(0, x - around);
      const x1 = Math.min(width, x + around + 1);
      const y1 = Math.min(height - 1, y + around);
      for (let row = Math.max(0, y - around); row <= y1; row++)
        mask.fill(1, row * width + x0, row * width + x1);
    }
  }
  return mask;
}

function sampleMask(
  mask: Uint8Array,
  picture: GreyImage,
  x0: number,
  y0: number,
  step: number,
  width: number,
  height: number,
): Uint8Array {
  const result = new Uint8Array(width * height);
  for (let j = 0; j < height; j++) {
    const y = clamp(Math.floor(y0 + j * step), 0, picture.height - 1);
    for (let i = 0; i < width; i++) {
      const x = clamp(Math.floor(x0 + i * step), 0, picture.width - 1);
      result[j * width + i] = mask[y * picture.width + x];
    }
  }
  return result;
}

type Measured = Pick<Analysis, 'box' | 'centre' | 'residue' | 'depth' | 'pen'>;

/** How dark the ink is, where its box and its centre lie, how wide the pen was. */
function measure(view: View, noise: number, peak: number): Measured {
  const { width, height, light, paper, mask } = view;
  const ink = new Float32Array(width * height);
  const strong: number[] = [];
  for (let i = 0; i < ink.length; i++) {
    if (!mask[i]) continue;
    ink[i] = clamp(1 - light[i] / paper[i], 0, 1);
    if (ink[i] > 0.5 * peak) strong.push(Math.round(255 * ink[i]));
  }
  const [typical] = bytePercentiles(strong, [0.8]);
  const depth = strong.length > 0 ? Math.max(0.02, (0.95 * typical) / 255) : 1;
  const residue = Math.min(0.4 * depth, Math.max(0.1 * depth, 3 * noise));
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  let sum = 0;
  let sumX = 0;
  let sumY = 0;
  let outline = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const value = clamp((ink[i] - residue) / (depth - residue), 0, 1);
      ink[i] = value;
      outline += Math.abs(value - (x > 0 ? ink[i - 1] : 0)) + Math.abs(value - (y > 0 ? ink[i - width] : 0));
      if (x === width - 1) outline += value;
      if (y === height - 1) outline += value;
      if (value < 0.1) continue;
      sum += value;
      sumX += value * (x + 0.5);
      sumY += value * (y + 0.5);
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  }
  if (right < 0) {
    return { box: whole(view), centre: { x: width / 2, y: height / 2 }, residue, depth, pen: 0 };
  }
  return {
    box: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 },
    centre: { x: sumX / sum, y: sumY / sum },
    residue,
    depth,
    // Twice the area by the outline, which is 4/π too long when counted along the grid.
    pen: (2 * sum) / Math.max(1e-6, (outline * Math.PI) / 4),
  };
}
