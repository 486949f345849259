import { samplePaper } from './paper';
import { bytePercentiles } from './resample';

/** What a picture says about its polarity before any digit is looked for. */
export interface Polarity {
  /** Whether the ink is likely the darker. */
  readonly inkIsDark: boolean;
  /** Whether that is plain enough to leave the other case untried. */
  readonly sure: boolean;
  /** The share of the border that is nearer to the lightest of the picture than to its darkest. */
  readonly lightBorder: number;
}

/**
 * Judges which of ink and paper is the lighter, by the border and by the strokes.
 *
 * The ring along the sides is paper. Where it is even and most of the picture is like it, what stands out of its brightness by most is ink. Where it
 * isn't (a table beside the paper, a shadow), the skewness of each pixel's difference from its surroundings
 * tells: narrow dark strokes give a long dark tail, while edges, gradients and noise have tails alike. Where
 * border and strokes contradict each other both cases have to be tried.
 */
export function judgePolarity(pixels: Uint8Array, width: number, height: number): Polarity {
  const border = judgeBorder(pixels, width, height);
  const skew = localSkewness(pixels, width, height);
  const plain = Math.abs(skew) > 1;
  const strokesAreDark = skew < 0;
  if (border.sure) return { ...border, sure: !plain || strokesAreDark === border.inkIsDark };
  if (plain) return { ...border, inkIsDark: strokesAreDark, sure: Math.abs(skew) > 2 };
  return border;
}

function judgeBorder(pixels: Uint8Array, width: number, height: number): Polarity {
  const depth = Math.max(1, Math.round(0.03 * Math.min(width, height)));
  const ring = new Uint8Array(2 * depth * (width + height));
  let count = 0;
  for (let d = 0; d < depth; d++) {
    for (let x = 0; x < width; x++) {
      ring[count++] = pixels[d * width + x];
      ring[count++] = pixels[(height - 1 - d) * width + x];
    }
    for (let y = 0; y < height; y++) {
      ring[count++] = pixels[y * width + d];
      ring[count++] = pixels[y * width + width - 1 - d];
    }
  }
  const [low, paper, high] = bytePercentiles(ring, [0.05, 0.5, 0.95]);
  const [darkest, typical, lightest] = bytePercentiles(pixels, [0.002, 0.5, 0.998]);
  const below = Math.max(0, paper - darkest);
  const above = Math.max(0, lightest - paper);
  const most = Math.max(below, above);
  const even = high - low < 0.3 * most && Math.abs(typical - paper) < 0.3 * most;
  const middle = (darkest + lightest) / 2;
  let light = 0;
  for (const value of ring) if (value > middle) light++;
  return {
    inkIsDark: below >= above,
    sure: even && most > 3 * Math.min(below, above),
    lightBorder: light / ring.length,
  };
}

/** The skewness of the pixels' differences from the mean of their surroundings, a tenth of the picture across. */
function localSkewness(pixels: Uint8Array, width: number, height: number): number {
  const cell = Math.max(2, Math.round(Math.max(width, height) / 14));
  const columns = Math.ceil(width / cell);
  const rows = Math.ceil(height / cell);
  const sums = new Float64Array(columns * rows);
  const counts = new Float64Array(columns * rows);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / cell) * columns;
    for (let c = 0; c < columns; c++) {
      const end = y * width + Math.min(width, (c + 1) * cell);
      let sum = 0;
      for (let i = y * width + c * cell; i < end; i++) sum += pixels[i];
      sums[row + c] += sum;
      counts[row + c] += end - y * width - c * cell;
    }
  }
  const brightness = Float32Array.from(sums, (sum, i) => sum / counts[i]);
  const around = samplePaper({ cell, columns, rows, brightness }, 0.5, 0.5, 1, width, height);
  let square = 0;
  let cube = 0;
  for (let i = 0; i < pixels.length; i++) {
    const d = pixels[i] - around[i];
    square += d * d;
    cube += d * d * d;
  }
  const variance = square / pixels.length;
  return variance < 1 ? 0 : cube / pixels.length / variance ** 1.5;
}

/** Turns bytes over, so that ink is light on dark. */
export function invert(pixels: Uint8Array): Uint8Array {
  return pixels.map((value) => 255 - value);
}
