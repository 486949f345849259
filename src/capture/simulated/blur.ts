/**
 * Blurs a map with a Gaussian, rows first and columns second; outside the map there is nothing.
 *
 * `deviation` is in pixels; at 0.2 or less the map comes back as it is.
 */
export function gaussian(map: Float32Array, width: number, height: number, deviation: number): Float32Array {
  if (deviation <= 0.2) return map;
  const reach = Math.ceil(2.5 * deviation);
  const weights = Float32Array.from({ length: reach + 1 }, (_, k) => Math.exp(-0.5 * (k / deviation) ** 2));
  const sum = weights.reduce((total, w, k) => total + (k === 0 ? w : 2 * w), 0);
  for (let k = 0; k <= reach; k++) weights[k] /= sum;
  const rows = new Float32Array(map.length);
  for (let y = 0; y < height; y++) {
    for (let x = reach; x < width - reach; x++) {
      const at = y * width + x;
      let value = weights[0] * map[at];
      for (let k = 1; k <= reach; k++) value += weights[k] * (map[at - k] + map[at + k]);
      rows[at] = value;
    }
    for (let x = 0; x < width; x++) {
      if (x >= reach && x < width - reach) continue;
      let value = weights[0] * map[y * width + x];
      for (let k = 1; k <= reach; k++) {
        if (x >= k) value += weights[k] * map[y * width + x - k];
        if (x + k < width) value += weights[k] * map[y * width + x + k];
      }
      rows[y * width + x] = value;
    }
  }
  const out = new Float32Array(map.length);
  for (let y = 0; y < height; y++) {
    const start = y * width;
    for (let k = -reach; k <= reach; k++) {
      if (y + k < 0 || y + k >= height) continue;
      const from = start + k * width;
      const weight = weights[Math.abs(k)];
      for (let x = 0; x < width; x++) out[start + x] += weight * rows[from + x];
    }
  }
  return out;
}
