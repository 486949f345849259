import { random } from '../../common/random';

/** The side of a tile as a power of two, so that it repeats with a mask instead of a division. */
export const tileBits = 9;
const tileSide = 1 << tileBits;
/** What masks an index into one row or column of a tile. */
export const tileMask = tileSide - 1;

/** Paper's grain, mean 0 and deviation 1: fibres of a few samples over a slow mottling. */
export const grainTile: Float32Array = textured('grain', [
  { radius: 1, share: 0.8 },
  { radius: 9, share: 0.6 },
]);

/** A deviation of 1 in the tile of noise. */
export const noiseUnit = 24;

/**
 * Sensor noise after the camera's own smoothing, red, green and blue for each pixel: one speck for all three, of
 * mean 0 and a deviation of `noiseUnit`, and a stain that goes from red to blue.
 */
export const noiseTile: Int8Array = coloured(
  textured('noise', [
    { radius: 0, share: 0.8 },
    { radius: 1, share: 0.6 },
  ]),
);

function coloured(specks: Float32Array): Int8Array {
  const out = new Int8Array(3 * specks.length);
  for (let i = 0; i < specks.length; i++) {
    const stain = 0.35 * specks[(7 * i + 7) & (specks.length - 1)];
    for (let channel = 0; channel < 3; channel++) {
      const value = Math.round(noiseUnit * (specks[i] + (1 - channel) * stain));
      out[3 * i + channel] = Math.min(Math.max(value, -128), 127);
    }
  }
  return out;
}

function textured(name: string, layers: readonly { radius: number; share: number }[]): Float32Array {
  const stream = random(0, 'tile', name);
  const sum = new Float32Array(tileSide * tileSide);
  for (const { radius, share } of layers) {
    const layer = Float32Array.from(sum, () => stream.normal());
    const smooth = radius > 0 ? wrapBlur(wrapBlur(layer, radius, 1, tileSide), radius, tileSide, 1) : layer;
    const deviation = Math.sqrt(smooth.reduce((total, v) => total + v * v, 0) / smooth.length);
    for (let i = 0; i < sum.length; i++) sum[i] += (share * smooth[i]) / deviation;
  }
  return sum;
}

/** A moving average of `2 × radius + 1` samples in one direction, around the tile's border. */
function wrapBlur(tile: Float32Array, radius: number, step: number, across: number): Float32Array {
  const out = new Float32Array(tile.length);
  for (let line = 0; line < tileSide; line++) {
    const start = line * across;
    let sum = 0;
    for (let k = -radius; k <= radius; k++) sum += tile[start + (k & tileMask) * step];
    for (let k = 0; k < tileSide; k++) {
      out[start + k * step] = sum / (2 * radius + 1);
      sum +=
        tile[start + ((k + radius + 1) & tileMask) * step] - tile[start + ((k - radius) & tileMask) * step];
    }
  }
  return out;
}
