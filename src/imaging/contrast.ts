/**
 * Stretches darkness in place: what the paper's residue swallows becomes 0, ink becomes 1.
 *
 * Values lie between 0 and 1 afterwards.
 */
export function stretch(darkness: Float32Array, residue: number, ink: number): void {
  const factor = 1 / (ink - residue);
  for (let i = 0; i < darkness.length; i++) {
    darkness[i] = Math.min(1, Math.max(0, (darkness[i] - residue) * factor));
  }
}
