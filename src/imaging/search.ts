import { type Digit, findDigit } from './find';
import type { GreyImage } from './image';
import { darkInk, type InkMap, inkMap } from './ink';
import { estimatePaper, type Paper } from './paper';
import { judgePolarity } from './polarity';
import { crop } from './resample';

/** The picture in which the digit is looked for has at most so many pixels along its long side. */
const searchSide = 480;

/** A digit smaller than this in the reduced picture is looked at again in the full one. */
const smallDigit = 56;

/** A search: the picture in which it took place, and what it found. */
export interface Search {
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

/** By how much a photo is reduced before its digit is looked for. */
export function searchFactor({ width, height }: GreyImage): number {
  return Math.max(1, Math.ceil(Math.max(width, height) / searchSide));
}

/** Looks for the digit as dark ink or light, whichever is plain, or both where neither is. */
export function searchBoth(picture: GreyImage, factor: number): Search {
  const polarity = judgePolarity(picture.pixels, picture.width, picture.height);
  const likely = search(picture, polarity.inkIsDark, 0, 0, factor);
  if (polarity.sure && likely.digit?.convincing) return likely;
  const other = search(picture, !polarity.inkIsDark, 0, 0, factor);
  // On paper that is plain, whatever else seems to be there of the other polarity is its unevenness.
  const clean = other.digit?.convincing && other.digit.even && !other.digit.refused;
  if (polarity.sure && !likely.digit && !clean) return likely;
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
  const found = prepareSearch(picture, inkIsDark, x, y, factor);
  return { ...found, digit: findDigit(found.map) };
}

/** A search before any digit is looked for: paper and ink. */
export function prepareSearch(
  picture: GreyImage,
  inkIsDark: boolean,
  x: number,
  y: number,
  factor: number,
): Search {
  const dark = darkInk(picture, inkIsDark);
  const paper = estimatePaper(dark.pixels, dark.width, dark.height, inkIsDark ? 0.2 : 0);
  const map = inkMap(dark, paper, inkIsDark ? 32 : 128);
  return { x, y, factor, picture: dark, paper, map, inkIsDark };
}

/** Looks at a digit that is lost in a large photo once more, close up. */
export function lookAgain(photo: GreyImage, { digit, factor, inkIsDark }: Search): Search | undefined {
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
