import { components } from './components';
import type { Point, Quad } from './homography';
import type { GreyImage } from './image';
import { reduce } from './resample';

/** A sheet is looked for in a picture of at most so many pixels along its long side. */
const coarseSide = 120;

/** A sheet covers at least this share of the picture, and its sides are at least this many pixels long. */
const [leastArea, leastSide] = [0.03, 40];

/** Light changes at a sheet's edge by at least this share of the lighter side's brightness. */
const leastStep = 0.07;

/** A side's places that are measured, and the share of them that must lie on one straight line. */
const [places, leastStraight] = [40, 0.75];

/**
 * Finds the four corners of a sheet that lies in view whole, lighter or darker than what it lies on.
 *
 * Thresholds part the reduced picture into light and dark; a patch that touches no border and whose convex hull
 * is a quadrilateral is a sheet if the light changes along all its four sides, and changes on straight lines.
 * These lines' intersections are the corners, to a fraction of a pixel. Gives `undefined` where there is none.
 */
export function findSheet(picture: GreyImage): Quad | undefined {
  const factor = Math.max(1, Math.ceil(Math.max(picture.width, picture.height) / coarseSide));
  const coarse = reduce(picture, factor);
  if (Math.min(coarse.width, coarse.height) < leastSide) return undefined;
  let best: { quad: Quad; area: number } | undefined;
  for (const level of levels(coarse.pixels)) {
    for (const light of [true, false]) {
      for (const quad of patches(coarse, level, light)) {
        const area = areaOf(quad);
        if (best && area <= best.area) continue;
        const sharp = refine(picture, scaled(quad, factor), light, factor);
        if (sharp) best = { quad: sharp, area };
      }
    }
  }
  return best?.quad;
}

/** Otsu's threshold, and his threshold of either side of it: a picture may show table, paper and shadow. */
function levels(pixels: Uint8Array): number[] {
  const counts = new Float64Array(256);
  for (const value of pixels) counts[value]++;
  const middle = otsu(counts, 0, 255);
  return [middle, otsu(counts, 0, middle), otsu(counts, middle + 1, 255)];
}

/** The level that parts the counts between `low` and `high` best (Otsu, 1979). */
function otsu(counts: Float64Array, low: number, high: number): number {
  let total = 0;
  let sum = 0;
  for (let v = low; v <= high; v++) {
    total += counts[v];
    sum += v * counts[v];
  }
  let below = 0;
  let sumBelow = 0;
  let most = -1;
  let best = low;
  for (let v = low; v < high; v++) {
    below += counts[v];
    sumBelow += v * counts[v];
    if (below === 0 || below === total) continue;
    const between = (sum * below - sumBelow * total) ** 2 / (below * (total - below));
    if (between > most) {
      most = between;
      best = v;
    }
  }
  return best;
}

/** The patches on one side of a level that may be sheets: large, clear of the border, their hulls quadrilaterals. */
function patches({ width, height, pixels }: GreyImage, level: number, light: boolean): Quad[] {
  const mask = new Uint8Array(pixels.length);
  let count = 0;
  for (let i = 0; i < mask.length; i++) count += mask[i] = pixels[i] > level === light ? 1 : 0;
  const least = Math.ceil(0.7 * leastArea * mask.length);
  if (count < least || onBorder(mask, width, height) > 0.6) return [];
  return components(mask, pixels, width, height, least).flatMap(({ pixels: own, contact }) => {
    if (contact.left + contact.right + contact.top + contact.bottom > 0) return [];
    const hull = hullOf(own, width);
    const quad = quadOf(hull);
    if (!quad) return [];
    const area = areaOf(quad);
    const full = area > 0.92 * areaOf(hull) && own.length > 0.7 * area;
    return full && area > leastArea * mask.length ? [quad] : [];
  });
}

/** The share of the border that a mask covers; what a sheet lies on takes up the rest. */
function onBorder(mask: Uint8Array, width: number, height: number): number {
  let sum = 0;
  for (let x = 0; x < width; x++) sum += mask[x] + mask[mask.length - 1 - x];
  for (let y = 0; y < height; y++) sum += mask[y * width] + mask[(y + 1) * width - 1];
  return sum / (2 * (width + height));
}

/** The convex hull of pixels given by their indices, clockwise on the screen (Andrew's monotone chain). */
function hullOf(pixels: Int32Array, width: number): Point[] {
  // Only a row's first and last pixel can be corners.
  const ends: Point[] = [];
  for (let k = 0; k < pixels.length; ) {
    const y = Math.floor(pixels[k] / width);
    let [left, right] = [width, -1];
    for (; k < pixels.length && pixels[k] < (y + 1) * width; k++) {
      left = Math.min(left, pixels[k] - y * width);
      right = Math.max(right, pixels[k] - y * width);
    }
    ends.push({ x: left, y }, { x: left, y: y + 1 }, { x: right + 1, y }, { x: right + 1, y: y + 1 });
  }
  ends.sort((a, b) => a.x - b.x || a.y - b.y);
  const half = (points: Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of points) {
      while (chain.length > 1 && cross(chain[chain.length - 2], chain[chain.length - 1], point) <= 0)
        chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(ends), ...half(ends.reverse())];
}

/** Twice the area of a triangle, positive where the way turns right on the screen. */
function cross(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/** The four corners that are left when those that matter least are taken away, the top left one first. */
function quadOf(hull: Point[]): Quad | undefined {
  const points = [...hull];
  while (points.length > 4) {
    let least = Number.POSITIVE_INFINITY;
    let at = 0;
    for (let k = 0; k < points.length; k++) {
      const [before, after] = [
        points[(k + points.length - 1) % points.length],
        points[(k + 1) % points.length],
      ];
      const size = Math.abs(cross(before, points[k], after));
      if (size < least) {
        least = size;
        at = k;
      }
    }
    points.splice(at, 1);
  }
  if (points.length < 4) return undefined;
  const sums = points.map(({ x, y }) => x + y);
  const first = sums.indexOf(Math.min(...sums));
  return [0, 1, 2, 3].map((k) => points[(first + k) % 4]) as unknown as Quad;
}

/** The area that a polygon's corners enclose. */
export function areaOf(points: readonly Point[]): number {
  let sum = 0;
  for (const [k, a] of points.entries()) {
    const b = points[(k + 1) % points.length];
    sum += a.x * b.y - a.y * b.x;
  }
  return Math.abs(sum) / 2;
}

function scaled(quad: Quad, factor: number): Quad {
  return quad.map(({ x, y }) => ({ x: x * factor, y: y * factor })) as unknown as Quad;
}

/** A straight line: the points where `x·nx + y·ny = d`. */
interface Line {
  nx: number;
  ny: number;
  d: number;
}

/** Moves the sides to where the light changes most; `undefined` where one isn't straight or nothing changes. */
function refine(picture: GreyImage, quad: Quad, light: boolean, factor: number): Quad | undefined {
  const lines: Line[] = [];
  for (let k = 0; k < 4; k++) {
    const line = edge(picture, quad[k], quad[(k + 1) % 4], light, 2 * factor + 2);
    if (!line) return undefined;
    lines.push(line);
  }
  const corners = lines.map((line, k) => meet(lines[(k + 3) % 4], line)) as unknown as Quad;
  const inside = corners.every(({ x, y }) => x >= 0 && y >= 0 && x <= picture.width && y <= picture.height);
  return inside && isSheetLike(corners) ? corners : undefined;
}

/** The straight line along which the light changes between `a` and `b`, looked for up to `far` pixels off. */
function edge(picture: GreyImage, a: Point, b: Point, light: boolean, far: number): Line | undefined {
  const long = Math.hypot(b.x - a.x, b.y - a.y);
  if (long < leastSide) return undefined;
  // The normal that points inwards: corners go clockwise on the screen.
  const [nx, ny] = [-(b.y - a.y) / long, (b.x - a.x) / long];
  const found: Point[] = [];
  for (let k = 0; k < places; k++) {
    const share = 0.06 + (0.88 * (k + 0.5)) / places;
    const [x, y] = [a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)];
    let most = 0;
    let at = 0;
    let brighter = 0;
    for (let off = -far; off <= far; off += 0.5) {
      const inner =
        sample(picture, x + (off + 1) * nx, y + (off + 1) * ny) +
        sample(picture, x + (off + 2) * nx, y + (off + 2) * ny);
      const outer =
        sample(picture, x + (off - 1) * nx, y + (off - 1) * ny) +
        sample(picture, x + (off - 2) * nx, y + (off - 2) * ny);
      const step = light ? inner - outer : outer - inner;
      if (step > most) {
        most = step;
        at = off;
        brighter = Math.max(inner, outer);
      }
    }
    if (most > leastStep * brighter && most > 12) found.push({ x: x + at * nx, y: y + at * ny });
  }
  return straight(found, nx, ny);
}

/** The picture's brightness at a point, straight lines between pixels' middles. */
function sample({ width, height, pixels }: GreyImage, x: number, y: number): number {
  const u = Math.min(width - 1, Math.max(0, x - 0.5));
  const v = Math.min(height - 1, Math.max(0, y - 0.5));
  const [x0, y0] = [Math.floor(u), Math.floor(v)];
  const [x1, y1] = [Math.min(x0 + 1, width - 1), Math.min(y0 + 1, height - 1)];
  const top = pixels[y0 * width + x0] * (1 - u + x0) + pixels[y0 * width + x1] * (u - x0);
  const low = pixels[y1 * width + x0] * (1 - u + x0) + pixels[y1 * width + x1] * (u - x0);
  return top * (1 - v + y0) + low * (v - y0);
}

/** The line near which most of the points lie: least squares, what is far off left out, three times. */
function straight(points: readonly Point[], nx: number, ny: number): Line | undefined {
  if (points.length < leastStraight * places) return undefined;
  let kept = points;
  let line: Line | undefined;
  for (let round = 0; round < 3; round++) {
    const n = kept.length;
    const x = kept.reduce((sum, p) => sum + p.x, 0) / n;
    const y = kept.reduce((sum, p) => sum + p.y, 0) / n;
    // Along the side and across it: the regression of one on the other, in the side's own axes.
    let [along, both] = [0, 0];
    for (const p of kept) {
      const s = (p.x - x) * ny - (p.y - y) * nx;
      along += s * s;
      both += s * ((p.x - x) * nx + (p.y - y) * ny);
    }
    const slope = both / along;
    const norm = Math.hypot(1, slope);
    const [mx, my] = [(nx - slope * ny) / norm, (ny + slope * nx) / norm];
    const d = x * mx + y * my;
    line = { nx: mx, ny: my, d };
    const near = points.filter((p) => Math.abs(p.x * mx + p.y * my - d) < 3 - round);
    if (near.length < leastStraight * places) return undefined;
    kept = near;
  }
  return line;
}

function meet(a: Line, b: Line): Point {
  const w = a.nx * b.ny - a.ny * b.nx;
  return { x: (a.d * b.ny - a.ny * b.d) / w, y: (a.nx * b.d - a.d * b.nx) / w };
}

/** Whether four corners are those of a rectangle seen from some side: convex, no angle sharp, no side tiny. */
function isSheetLike(quad: Quad): boolean {
  return quad.every((corner, k) => {
    const [before, after] = [quad[(k + 3) % 4], quad[(k + 1) % 4]];
    const [a, b] = [distance(corner, before), distance(corner, after)];
    const sine = cross(before, corner, after) / (a * b);
    return sine > 0.6 && a > leastSide && b > leastSide;
  });
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/**
 * The sheet's height by its width, from its four corners in a photo whose optical axis is in its middle.
 *
 * Zhang and He, Whiteboard scanning and image enhancement (2007), section 3: the corners give the focal length,
 * and with it the lengths of the sheet's sides. Where two sides are as good as parallel they don't, and the
 * sides' lengths in the photo are taken as they are.
 */
export function aspectOf(quad: Quad, middle: Point): number {
  const [m1, m2, m4, m3] = quad.map(({ x, y }) => [x - middle.x, y - middle.y, 1]);
  const k2 = dot(product(m1, m4), m3) / dot(product(m2, m4), m3);
  const k3 = dot(product(m1, m4), m2) / dot(product(m3, m4), m2);
  const n2 = m2.map((value, i) => k2 * value - m1[i]);
  const n3 = m3.map((value, i) => k3 * value - m1[i]);
  const plain =
    (distance(quad[0], quad[3]) + distance(quad[1], quad[2])) /
    (distance(quad[0], quad[1]) + distance(quad[3], quad[2]));
  if (Math.abs(n2[2]) < 0.03 || Math.abs(n3[2]) < 0.03) return plain;
  const focal2 = -(n2[0] * n3[0] + n2[1] * n3[1]) / (n2[2] * n3[2]);
  const aspect = Math.sqrt(
    (n3[0] ** 2 + n3[1] ** 2 + focal2 * n3[2] ** 2) / (n2[0] ** 2 + n2[1] ** 2 + focal2 * n2[2] ** 2),
  );
  // Corners that are a little off make nonsense of a focal length.
  return focal2 > 0 && aspect > 0.6 * plain && aspect < 1.7 * plain ? aspect : plain;
}

function product(a: number[], b: number[]): number[] {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function dot(a: number[], b: number[]): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
