import { type Component, components } from './components';
import type { GreyImage } from './image';
import { darkInk, inkMap } from './ink';
import { dropRuledLines } from './lines';
import { estimatePaper, percentile } from './paper';
import { judgePolarity } from './polarity';
import { type Box, crop, reduce } from './resample';

/** One digit of a sheet with several. */
export interface SheetDigit {
  /** From 0, from top to bottom. */
  readonly row: number;
  /** From 0, from left to right within its row. */
  readonly column: number;
  /** Where its ink lies on the sheet, in the photo's pixels. */
  readonly place: Box;
  /** Its part of the photo with a margin of paper, other digits' ink painted over with paper. */
  readonly picture: GreyImage;
}

/** The sheet is looked at with at most so many pixels along its long side. */
const searchSide = 1200;

/** Ink stands out of the paper by this many standard deviations of its grain, and by this much of 255. */
const [outOfTheGrain, faintest] = [6, 24];

/** What is smaller than this share of the digits' typical height is a speck or a bar of a digit near by. */
const small = 0.4;

/** The paper left around a digit, as a share of its long side. */
const margin = 0.35;

/**
 * Cuts a sheet with several digits on it, in rows and columns, into its digits, in reading order.
 *
 * Ink is gathered into strokes; the small ones (a 5's bar) join the digit they are nearest to, and digits whose
 * heights overlap by half share a row. What touches the border or is taller than three digits is no digit. A
 * sheet with nothing on it gives none.
 */
export function cutSheet(photo: GreyImage): SheetDigit[] {
  const factor = Math.max(1, Math.ceil(Math.max(photo.width, photo.height) / searchSide));
  const groups = rowsOf(join(strokesOf(reduce(photo, factor))));
  const boxes = groups.map((row) => row.map((group) => scaled(group, factor, photo)));
  const all = boxes.flat();
  return boxes.flatMap((row, r) =>
    row.map((place, column) => ({ row: r, column, place, picture: cutOut(photo, place, all) })),
  );
}

/** Ink's extent, in pixels of the reduced sheet, right and bottom included. */
interface Extent {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The strokes on a sheet: neither specks, nor ruled lines, nor what the border cuts. */
function strokesOf(sheet: GreyImage): Component[] {
  const { inkIsDark } = judgePolarity(sheet.pixels, sheet.width, sheet.height);
  const dark = darkInk(sheet, inkIsDark);
  const { width, height } = dark;
  const paper = estimatePaper(dark.pixels, width, height, inkIsDark ? 0.2 : 0);
  const { ink, noise } = inkMap(dark, paper, inkIsDark ? 32 : 128);
  const threshold = Math.max(outOfTheGrain * noise, faintest);
  const mask = Uint8Array.from(ink, (value) => (value > threshold ? 1 : 0));
  const least = Math.max(4, Math.round(1e-5 * ink.length));
  const found = components(mask, ink, width, height, least);
  const strokes = dropRuledLines(mask, ink, width, height, found)
    ? components(mask, ink, width, height, least)
    : found;
  const darkest = Math.max(0, ...strokes.map(({ peak }) => peak));
  return strokes.filter(
    ({ peak, contact, thickness, ...extent }) =>
      peak > 0.4 * darkest &&
      Object.values(contact).every((count) => count === 0) &&
      thickness < 0.4 * Math.max(high(extent), wide(extent)),
  );
}

/** Strokes as digits: what overlaps is one, and what is small joins what is near. */
function join(strokes: readonly Component[]): Extent[] {
  if (strokes.length === 0) return [];
  // By height alone a 5's bar counts for little, by extent a 1 counts as much as any other.
  const heights = strokes.map(high).filter((value, _, all) => value > 0.3 * Math.max(...all));
  const typical = percentile(heights, 0.5);
  const tall = strokes.filter((stroke) => high(stroke) >= small * typical && high(stroke) < 3 * typical);
  const digits: Extent[] = tall.map(({ left, right, top, bottom }) => ({ left, right, top, bottom }));
  for (let i = 0; i < digits.length; i++) {
    for (let k = digits.length - 1; k > i; k--) {
      if (!overlap(digits[i], digits[k])) continue;
      digits[i] = union(digits[i], digits[k]);
      digits.splice(k, 1);
      k = digits.length;
    }
  }
  for (const stroke of strokes) {
    if (tall.includes(stroke) || high(stroke) >= 3 * typical) continue;
    if (Math.max(high(stroke), wide(stroke)) < 0.12 * typical || wide(stroke) > 1.5 * typical) continue;
    const gaps = digits.map((digit) => gap(digit, stroke));
    const nearest = gaps.indexOf(Math.min(...gaps));
    if (gaps[nearest] < 0.3 * typical) digits[nearest] = union(digits[nearest], stroke);
  }
  return digits;
}

/** Digits in rows: from top to bottom, and from left to right in each. */
function rowsOf(digits: readonly Extent[]): Extent[][] {
  const rows: Extent[][] = [];
  const middle = (digit: Extent): number => (digit.top + digit.bottom) / 2;
  for (const digit of [...digits].sort((a, b) => middle(a) - middle(b))) {
    // A sheet that is held askew: the row goes on from the digit of it that is nearest.
    const row = rows.find((others) => {
      const next = others.reduce((a, b) => (gapAcross(a, digit) <= gapAcross(b, digit) ? a : b));
      return Math.abs(middle(next) - middle(digit)) < 0.5 * Math.max(high(next), high(digit));
    });
    if (row) row.push(digit);
    else rows.push([digit]);
  }
  return rows.map((row) => row.sort((a, b) => a.left - b.left));
}

function high({ top, bottom }: Pick<Extent, 'top' | 'bottom'>): number {
  return bottom - top + 1;
}

function wide({ left, right }: Pick<Extent, 'left' | 'right'>): number {
  return right - left + 1;
}

function gapAcross(a: Extent, b: Extent): number {
  return Math.max(0, a.left - b.right, b.left - a.right);
}

function gap(a: Extent, b: Extent): number {
  return Math.hypot(gapAcross(a, b), Math.max(0, a.top - b.bottom, b.top - a.bottom));
}

/** Whether most of the narrower one's width lies over the other, and they are not two rows' digits. */
function overlap(a: Extent, b: Extent): boolean {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left) + 1;
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) + 1;
  return across > 0.5 * Math.min(wide(a), wide(b)) && down > 0.2 * Math.min(high(a), high(b));
}

function union(a: Extent, b: Extent): Extent {
  return {
    left: Math.min(a.left, b.left),
    right: Math.max(a.right, b.right),
    top: Math.min(a.top, b.top),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

function scaled({ left, right, top, bottom }: Extent, factor: number, photo: GreyImage): Box {
  const x = Math.max(0, left * factor - 1);
  const y = Math.max(0, top * factor - 1);
  return {
    x,
    y,
    width: Math.min(photo.width, (right + 1) * factor + 1) - x,
    height: Math.min(photo.height, (bottom + 1) * factor + 1) - y,
  };
}

/** The digit with paper around it; other digits that reach into it are painted over with its paper. */
function cutOut(photo: GreyImage, place: Box, all: readonly Box[]): GreyImage {
  const room = Math.round(margin * Math.max(place.width, place.height));
  const x = Math.max(0, place.x - room);
  const y = Math.max(0, place.y - room);
  const width = Math.min(photo.width, place.x + place.width + room) - x;
  const height = Math.min(photo.height, place.y + place.height + room) - y;
  const picture = crop(photo, x, y, width, height);
  const others = all.filter((box) => box !== place);
  const inside = (box: Box, at: number, row: number): boolean =>
    at >= box.x && at < box.x + box.width && row >= box.y && row < box.y + box.height;
  const paper = Math.round(percentile(picture.pixels, 0.5));
  for (const box of others) {
    for (let row = Math.max(y, box.y); row < Math.min(y + height, box.y + box.height); row++) {
      for (let at = Math.max(x, box.x); at < Math.min(x + width, box.x + box.width); at++) {
        if (!inside(place, at, row)) picture.pixels[(row - y) * width + at - x] = paper;
      }
    }
  }
  return picture;
}
