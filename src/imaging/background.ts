import type { Analysis, View } from './analyse';

/**
 * Flattens the light: how much of its own paper's light each pixel swallows, 0 for paper to 1 for black.
 *
 * Outside the digit nothing swallows more than the paper's residue: ruled lines, shadows' edges and the table
 * become paper. With `even` false the paper is taken to be as bright everywhere as it typically is, and all of
 * that stays.
 */
export function darkness(view: View, analysis: Analysis, even: boolean): Float32Array {
  const { light, paper, mask } = view;
  const result = new Float32Array(view.width * view.height);
  if (!even) {
    for (let i = 0; i < result.length; i++) result[i] = 1 - light[i] / analysis.paper;
    return result;
  }
  for (let i = 0; i < result.length; i++) {
    const value = Math.max(0, 1 - light[i] / paper[i]);
    result[i] = mask[i] ? value : Math.min(value, analysis.residue);
  }
  return result;
}
