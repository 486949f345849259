import { describe as describeComponent } from './components';
import type { Refusal } from './find';
import { type Flat, flattenSheet } from './flatten';
import { type Homography, inverse } from './homography';
import type { GreyImage } from './image';
import { evenPaper, percentile, samplePaper } from './paper';
import { areaAverage, type Box, bytePercentiles, clamp, enlarge, planeOf, reduce, whole } from './resample';
import { lookAgain, prepareSearch, type Search, searchBoth, searchFactor } from './search';
import { areaOf } from './sheet';

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
  /** The same of the flattened sheet, where its four corners are in view: what the step `background` works on. */
  readonly flat?: Analysis;
}

/** A photo smaller than this is enlarged first. */
const tiny = 28;

/** The digit is cut out at this many pixels along its long side at most. */
const cutSide = 64;

/** Finds the paper, the ink and the digit of a photo. */
export function analyse(photo: GreyImage): Analysis {
  if (Math.max(photo.width, photo.height) < tiny) return analyseEnlarged(photo);
  const factor = searchFactor(photo);
  const reduced = reduce(photo, factor);
  const sheet = flattenSheet(photo, reduced, factor);
  if (sheet) {
    const flat = analyseReduced(sheet.picture, reduce(sheet.picture, searchFactor(sheet.picture)));
    // A box printed beside the digit isn't the sheet that it's on; most of the photo is.
    const blank = flat.refused === 'no digit' && areaOf(sheet.corners) > 0.25 * photo.width * photo.height;
    const photoToo = flat.refused && !blank ? undefined : unflattened(photo, reduced, factor, sheet, flat);
    if (photoToo) return photoToo;
  }
  return analyseReduced(photo, reduced);
}

/** The analysis of a photo that is too small for strokes to be told from their edges: of a larger one, to its scale. */
function analyseEnlarged(photo: GreyImage): Analysis {
  const scale = Math.ceil((2 * tiny) / Math.max(photo.width, photo.height));
  const [width, height] = [photo.width * scale, photo.height * scale];
  const pixels = Uint8Array.from(enlarge(planeOf(photo), whole(photo), width, height), Math.round);
  const large = { width, height, pixels };
  const { place, centre, ...rest } = analyseReduced(large, large);
  return {
    ...rest,
    photo,
    place: {
      x: place.x / scale,
      y: place.y / scale,
      width: place.width / scale,
      height: place.height / scale,
    },
    centre: { x: centre.x / scale, y: centre.y / scale },
  };
}

/** Where the digit of a flattened sheet lies in the reduced photo. */
function carriedBack(flat: Analysis, toPhoto: Homography, reduced: GreyImage, factor: number): Uint8Array {
  const { frame, photo } = flat;
  const h = inverse(toPhoto);
  const shrunk = searchFactor(photo);
  const mask = new Uint8Array(reduced.width * reduced.height);
  for (let y = 0; y < reduced.height; y++) {
    const v = (y + 0.5) * factor;
    for (let x = 0; x < reduced.width; x++) {
      const u = (x + 0.5) * factor;
      const w = shrunk * (h[6] * u + h[7] * v + h[8]);
      const column = Math.floor((h[0] * u + h[1] * v + h[2]) / w);
      const row = Math.floor((h[3] * u + h[4] * v + h[5]) / w);
      const inside = column >= 0 && row >= 0 && column < frame.width && row < frame.height;
      if (inside) mask[y * reduced.width + x] = frame.mask[row * frame.width + column];
    }
  }
  return mask;
}

function analyseReduced(photo: GreyImage, reduced: GreyImage): Analysis {
  const first = searchBoth(reduced, searchFactor(photo));
  return describe(photo, first, lookAgain(photo, first) ?? first);
}

/** The analysis of a photo whose digit was found on its flattened sheet: the digit's pixels are taken from there. */
function unflattened(
  photo: GreyImage,
  reduced: GreyImage,
  factor: number,
  { toPhoto }: Flat,
  flat: Analysis,
): Analysis | undefined {
  const { inkIsDark } = flat;
  const found = prepareSearch(reduced, inkIsDark, 0, 0, factor);
  if (flat.refused === 'no digit') return { ...describe(photo, found, found), flat };
  const mask = carriedBack(flat, toPhoto, reduced, factor);
  const whereInk = Int32Array.from(mask.keys()).filter((i) => mask[i]);
  if (whereInk.length === 0) return undefined;
  const stroke = describeComponent(whereInk, mask, found.map.ink, reduced.width, reduced.height);
  const { left, right, top, bottom, peak } = stroke;
  const digit = {
    strokes: [stroke],
    left,
    right,
    top,
    bottom,
    peak,
    score: 1,
    pen: 0,
    convincing: true,
    even: true,
  };
  return { ...describe(photo, { ...found, digit }, { ...found, digit }), flat };
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
    // What is nothing close up was never ink: crossings of faint lines, for example.
    refused: digit.refused ?? (measured.pen > 0 ? undefined : 'no digit'),
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
      // So few pixels are written sooner one by one than by `fill`.
      for (let row = Math.max(0, y - around); row <= y1; row++)
        for (let k = row * width + x0; k < row * width + x1; k++) mask[k] = 1;
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
