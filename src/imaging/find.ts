import { type Component, components } from './components';
import type { InkMap } from './ink';
import { dropRuledLines, thickestLine } from './lines';
import { clamp } from './resample';

/** Why a photo is refused. */
export type Refusal = 'no digit' | 'more than one digit' | 'digit cut at the border';

/** The digit that was found in a picture. */
export interface Digit {
  /** Its strokes; the first is the largest. */
  readonly strokes: Component[];
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** The ink at its darkest, 0 to 255. */
  readonly peak: number;
  /** How much like a digit it looks; only to be compared with the same picture's others. */
  readonly score: number;
  /** The widest place of its ink, as a share of its long side. */
  readonly pen: number;
  /** Whether it is made of strokes; a sheet of paper or a shadow isn't. */
  readonly convincing: boolean;
  /** Whether its strokes are about as wide as its widest place. */
  readonly even: boolean;
  readonly refused?: Refusal;
}

/** Ink is what stands out of the paper's grain by this many standard deviations… */
const outOfTheGrain = 6;

/** …and swallows at least this share (of 255) of the light, which JPEG's traces around ink don't. */
const faintest = 18;

/**
 * A digit's widest place is seldom more than 1.7 times as wide as its strokes are on the whole: one pen drew it,
 * and junctions add little. What is left of paper between ink and border is uneven, from 2.4 on certainly.
 */
const even = { surely: 1.7, hardly: 2.4 } as const;

/** A stroke belongs to the digit when the gap between them is at most this share of the digit's long side. */
const nearby = 0.35;

/** A piece smaller than this share of the digit's largest belongs to it only where it's in its midst. */
const smallPiece = 0.18;

/** A pen is at most this wide, as a share of the digit's long side. */
const widestPen = 0.42;

/** The darkest ink is what so many pixels have: a digit lost in a photo has hardly more, dust has fewer. */
const darkestPixels = 12;

/** A component is cut off where it is paler than this share of its own darkest ink. */
const ownShare = 0.4;

/**
 * Finds the strokes of the one digit in a map of ink.
 *
 * Ink that stands out of the grain is gathered into components, each is cut to what is dark by its own
 * standard, ruled lines go, and the component that looks most like a digit takes in its neighbours: what is
 * near, as dark, and no speck. Where that isn't the darkest ink of all, or no clean digit, the darkest is looked
 * at by itself: squared paper, edges and shadows that a digit runs into are seldom as dark as its pen. Gives
 * `undefined` where there is nothing to be read.
 */
export function findDigit(map: InkMap): Digit | undefined {
  const threshold = Math.max(outOfTheGrain * map.noise, faintest);
  const darkest = inkExceededBy(map.ink, darkestPixels);
  const all = digitAmong(strokesOf(map, threshold), map);
  if (all?.convincing && !all.refused && all.even && all.peak > 0.75 * darkest) return all;
  if (0.5 * darkest < threshold) return all;
  const dark = digitAmong(strokesOf(map, 0.5 * darkest), map);
  if (!dark?.convincing || dark.refused || !dark.even) return all;
  if (!all || dark.score > all.score) return dark;
  return all.peak < 0.6 * dark.peak && extent(dark) > 0.25 * extent(all) ? dark : all;
}

/** The digit among strokes, the most likely one and what belongs to it. */
function digitAmong(strokes: Component[], { width, height }: InkMap): Digit | undefined {
  const found = withoutFrames(strokes, width);
  const long = Math.max(width, height);
  const smallest = Math.max(4, 0.02 * long);
  const candidates = found.filter((c) => extent(c) >= smallest);
  let main: Component | undefined;
  let score = 0;
  for (const candidate of candidates) {
    const own = likeness(candidate, width, height);
    if (own > score) {
      score = own;
      main = candidate;
    }
  }
  if (!main) return undefined;
  const digit = gather(main, found, width, height);
  const pen = widestPlace(digit, width);
  const evenness = (pen * extent(digit)) / meanThickness(digit.strokes);
  const blob = pen > widestPen ? 0.1 : pen > 0.8 * widestPen ? 0.5 : 1;
  return {
    ...digit,
    score: score * blob * clamp((even.hardly - evenness) / (even.hardly - even.surely), 0.1, 1),
    convincing: pen < widestPen,
    even: evenness < even.hardly,
    pen,
    refused: refusal(digit, candidates, width, height),
  };
}

/** The ink that so many pixels exceed at least. */
function inkExceededBy(ink: Uint8Array, pixels: number): number {
  const counts = new Uint32Array(256);
  for (let i = 0; i < ink.length; i++) counts[ink[i]]++;
  let value = 255;
  for (let sum = counts[255]; value > 0 && sum < pixels; ) sum += counts[--value];
  return value;
}

/** The pen's width all over the strokes, in pixels. */
function meanThickness(strokes: readonly Component[]): number {
  let area = 0;
  let outline = 0;
  for (const { pixels, thickness } of strokes) {
    area += pixels.length;
    outline += pixels.length / thickness;
  }
  return area / outline;
}

/** The components of ink, each cut to what is dark by its own standard, ruled lines taken out. */
function strokesOf({ width, height, ink }: InkMap, threshold: number): Component[] {
  const mask = new Uint8Array(ink.length);
  for (let i = 0; i < ink.length; i++) mask[i] = ink[i] > threshold ? 1 : 0;
  const least = Math.max(2, Math.round(2e-5 * ink.length));
  const rough = components(mask, ink, width, height, least);
  mask.fill(0);
  for (const { pixels, peak } of rough) {
    const own = ownShare * peak;
    for (const i of pixels) if (ink[i] > own) mask[i] = 1;
  }
  const fine = components(mask, ink, width, height, least);
  const lines = dropRuledLines(mask, ink, width, height, fine);
  if (lines === 0) return fine;
  const rest = withoutRungs(components(mask, ink, width, height, least), fine, mask, width, height);
  // A 1 from edge to edge looks like a line too, but then it's alone and nothing else is left.
  return lines > 1 || rest.some((c) => extent(c) > 0.12 * Math.max(width, height)) ? rest : fine;
}

/** Without the thin uprights (or level pieces) that end at dropped lines on both sides: the rest of a table. */
function withoutRungs(
  rest: Component[],
  before: readonly Component[],
  mask: Uint8Array,
  width: number,
  height: number,
): Component[] {
  const dropped = new Uint8Array(mask.length);
  for (const { pixels } of before) for (const i of pixels) if (!mask[i]) dropped[i] = 1;
  const thin = 1.5 * Math.max(2, thickestLine * Math.max(width, height));
  const isRung = (c: Component): boolean => {
    if (c.thickness > thin || extent(c) < 6 * c.thickness) return false;
    const upright = c.bottom - c.top > c.right - c.left;
    const [low, high] = upright ? [c.top, c.bottom] : [c.left, c.right];
    const ends = [false, false];
    for (const i of c.pixels) {
      const y = Math.floor(i / width);
      const x = i - y * width;
      const at = upright ? y : x;
      const end = at < low + 2 ? 0 : at > high - 2 ? 1 : 2;
      if (end === 2 || ends[end]) continue;
      ends[end] = isNear(dropped, x, y, width, height, Math.ceil(thin) + 2);
    }
    return ends[0] && ends[1];
  };
  const rungs = new Set(rest.filter(isRung));
  const others = rest.filter((c) => !rungs.has(c));
  const longest = Math.max(0, ...Array.from(rungs, extent));
  // A lone 1 between two ruled lines looks just like one.
  return others.some((c) => extent(c) > 0.25 * longest) ? others : rest;
}

/** Whether a mask has a pixel in a square of twice the reach around a place. */
function isNear(
  mask: Uint8Array,
  x: number,
  y: number,
  width: number,
  height: number,
  reach: number,
): boolean {
  for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++) {
    const begin = row * width + Math.max(0, x - reach);
    if (mask.subarray(begin, row * width + Math.min(width, x + reach + 1)).includes(1)) return true;
  }
  return false;
}

/** Without what is drawn around another component on all four sides: a printed box, a ring. */
function withoutFrames(found: Component[], width: number): Component[] {
  const frames = found.filter((frame) => found.some((inner) => isAround(frame, inner, width)));
  return frames.length > 0 ? found.filter((c) => !frames.includes(c)) : found;
}

function isAround(frame: Component, inner: Component, width: number): boolean {
  if (frame.thickness > 0.15 * extent(frame) || extent(inner) < 0.25 * extent(frame)) return false;
  const { left, right, top, bottom } = inner;
  const boxed = frame.left < left && frame.right > right && frame.top < top && frame.bottom > bottom;
  if (!boxed) return false;
  const row = Math.round((top + bottom) / 2);
  const column = Math.round((left + right) / 2);
  let sides = 0;
  for (const i of frame.pixels) {
    const y = Math.floor(i / width);
    const x = i - y * width;
    if (y === row) sides |= x < left ? 1 : x > right ? 2 : 0;
    if (x === column) sides |= y < top ? 4 : y > bottom ? 8 : 0;
  }
  return sides === 15;
}

function extent(c: { left: number; right: number; top: number; bottom: number }): number {
  return Math.max(c.right - c.left, c.bottom - c.top) + 1;
}

/** How much like a digit's largest stroke a component looks. */
function likeness(c: Component, width: number, height: number): number {
  const w = c.right - c.left + 1;
  const h = c.bottom - c.top + 1;
  const long = Math.max(w, h);
  const reach = long / Math.max(width, height);
  let value = reach * (c.peak / 255);
  // A stroke is much longer than wide; a patch of shadow or table isn't.
  const solid = c.thickness / long;
  if (solid > 0.35) value *= 0.15;
  const sides = [
    c.contact.left / height,
    c.contact.right / height,
    c.contact.top / width,
    c.contact.bottom / width,
  ];
  const touched = sides.filter((share) => share > 0).length;
  // Ink along most of a side is the edge of the paper, a frame or a shadow, but for the bar of a 5 or 7 whose
  // crop is so tight that it fills the picture; a touch here and there is a tight crop.
  const along = sides.filter((share) => share > 0.5).length;
  const fills = w > 0.6 * width && h > 0.6 * height && solid > 0.08;
  // A strip along two sides that meet is the table in a corner; no digit has two such strokes.
  const [onLeft, onRight, onTop, onBottom] = sides.map((share) => share > 0.5);
  const corner = (onLeft || onRight) && (onTop || onBottom);
  if (along > 0) value *= along < 3 && fills && !corner ? 0.4 : 0.1;
  else if (touched > 0) value *= touched > 2 ? 0.4 : 0.6;
  // A narrow strip along a side is a border's shadow even where it doesn't fill the side.
  const nearSide = Math.min(c.left, c.top, width - 1 - c.right, height - 1 - c.bottom);
  if (touched > 0 && Math.min(w / width, h / height) < 0.08 && nearSide === 0) value *= 0.3;
  // Level and very flat: what is left of a ruled line or the paper's edge. An upright one may be a 1.
  if (h < 0.12 * w) value *= 0.2;
  const dx = (c.left + c.right + 1) / 2 / width - 0.5;
  const dy = (c.top + c.bottom + 1) / 2 / height - 0.5;
  return value * Math.exp(-2 * (dx * dx + dy * dy));
}

type Group = Omit<Digit, 'score' | 'convincing' | 'even' | 'pen' | 'refused'>;

/** Adds to the main stroke those that belong to the same digit. */
function gather(main: Component, found: Component[], width: number, height: number): Group {
  const strokes = [main];
  let { left, right, top, bottom } = main;
  const rest = new Set(found.filter((c) => c !== main && belongs(c, main, width, height)));
  for (let grown = true; grown; ) {
    grown = false;
    for (const c of rest) {
      const size = Math.max(right - left, bottom - top) + 1;
      const gapX = Math.max(0, c.left - right, left - c.right);
      const gapY = Math.max(0, c.top - bottom, top - c.bottom);
      const tall = (c.bottom - c.top + 1) / (bottom - top + 1);
      // A neighbour as tall as the digit itself, clear of it, is the next digit; a bar is near or small.
      const clear = gapX > 0.1 * size && tall > 0.55;
      // The pieces of a broken 1 lie one above the other, some way apart.
      const pieces = gapX < 0.1 * size && isUpright(c) && isUpright({ left, right, top, bottom });
      const gap = Math.hypot(gapX, gapY);
      if (clear || gap > (pieces ? 0.6 : nearby) * size) continue;
      // What lies level and flat below the digit underlines it.
      const flat = c.bottom - c.top + 1 < 0.15 * (c.right - c.left + 1);
      if (flat && gapY > 0.05 * size && c.top > bottom) continue;
      // A small piece is what a dry pen left between others; farther out it's print or dirt.
      const beyond = Math.max(left - c.left, c.right - right, top - c.top, c.bottom - bottom);
      if (extent(c) < smallPiece * extent(main) && beyond > 0.03 * size && gap > 0.08 * size) continue;
      strokes.push(c);
      rest.delete(c);
      left = Math.min(left, c.left);
      right = Math.max(right, c.right);
      top = Math.min(top, c.top);
      bottom = Math.max(bottom, c.bottom);
      grown = true;
    }
  }
  return { strokes, left, right, top, bottom, peak: main.peak };
}

function isUpright({
  left,
  right,
  top,
  bottom,
}: Pick<Component, 'left' | 'right' | 'top' | 'bottom'>): boolean {
  return right - left + 1 < 0.5 * (bottom - top + 1);
}

/** Whether a component can be a stroke of the same digit: as dark, no speck, no piece of the border. */
function belongs(c: Component, main: Component, width: number, height: number): boolean {
  if (c.peak < 0.5 * main.peak || meanInk(c) < 0.55 * meanInk(main)) return false;
  if (extent(c) < 1.3 * main.thickness && c.pixels.length < 0.6 * main.thickness ** 2) return false;
  if (c.thickness > 3 * main.thickness) return false;
  const { left, right, top, bottom } = c.contact;
  const touch = left + right + top + bottom;
  if (touch === 0) return true;
  const mainTouches = Object.values(main.contact).some((count) => count > 0);
  if (!mainTouches) return false;
  return Math.max(left / height, right / height, top / width, bottom / width) < 0.3;
}

function meanInk({ mass, pixels }: Component): number {
  return mass / pixels.length;
}

/** The widest circle that fits into the ink, as a share of the digit's long side. */
function widestPlace({ strokes, left, right, top, bottom }: Group, stride: number): number {
  const width = right - left + 3;
  const height = bottom - top + 3;
  const inside = new Uint16Array(width * height);
  for (const { pixels } of strokes) {
    for (const i of pixels) {
      const y = Math.floor(i / stride);
      inside[(y - top + 1) * width + (i - y * stride) - left + 1] = 1;
    }
  }
  return (2 * widest(inside, width, height)) / (Math.max(width, height) - 2);
}

/** The largest distance to the outline, by Borgefors' 3-4 chamfer in two passes; overwrites `inside`. */
function widest(inside: Uint16Array, width: number, height: number): number {
  for (let y = 1; y < height - 1; y++) {
    for (let i = y * width + 1; i < (y + 1) * width - 1; i++) {
      if (inside[i] === 0) continue;
      const up = i - width;
      inside[i] = Math.min(inside[i - 1] + 3, inside[up] + 3, inside[up - 1] + 4, inside[up + 1] + 4);
    }
  }
  let most = 0;
  for (let y = height - 2; y > 0; y--) {
    for (let i = (y + 1) * width - 2; i > y * width; i--) {
      if (inside[i] === 0) continue;
      const low = i + width;
      const value = Math.min(
        inside[i],
        inside[i + 1] + 3,
        inside[low] + 3,
        inside[low - 1] + 4,
        inside[low + 1] + 4,
      );
      inside[i] = value;
      if (value > most) most = value;
    }
  }
  return most / 3;
}

/** Looks for what makes the digit unfit: another one beside it, or the picture's border across it. */
function refusal(digit: Group, candidates: Component[], width: number, height: number): Refusal | undefined {
  const { strokes, left, right, top, bottom } = digit;
  const h = bottom - top + 1;
  let area = 0;
  const contact = { left: 0, right: 0, top: 0, bottom: 0 };
  for (const c of strokes) {
    area += c.pixels.length;
    contact.left += c.contact.left;
    contact.right += c.contact.right;
    contact.top += c.contact.top;
    contact.bottom += c.contact.bottom;
  }
  for (const c of candidates) {
    if (strokes.includes(c) || c.peak < 0.6 * digit.peak) continue;
    if (Object.values(c.contact).some((count) => count > 0)) continue;
    const tall = c.bottom - c.top + 1;
    const wide = c.right - c.left + 1;
    if (tall < 0.6 * h || tall > 3 * h || wide > 1.5 * tall || c.pixels.length < 0.25 * area) continue;
    if (c.thickness > 2.5 * strokes[0].thickness || c.thickness > 0.4 * tall) continue;
    return 'more than one digit';
  }
  // A tight crop touches here and there and has as little room on the other side; a cut digit has plenty.
  const pen = Math.max(1, 0.7 * strokes[0].thickness);
  const room = {
    left: left / width,
    right: (width - 1 - right) / width,
    top: top / height,
    bottom: (height - 1 - bottom) / height,
  };
  const cut =
    (contact.left > pen && room.right > 0.3) ||
    (contact.right > pen && room.left > 0.3) ||
    (contact.top > pen && room.bottom > 0.3) ||
    (contact.bottom > pen && room.top > 0.3);
  return cut ? 'digit cut at the border' : undefined;
}
