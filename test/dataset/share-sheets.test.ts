import { describe, expect, it } from 'vitest';
import { random } from '../../src/common/random';
import { fewestSheets } from '../../src/dataset/share-sheets';

const sumOf = (sizes: number[], chosen: number[]): number => chosen.reduce((sum, i) => sum + sizes[i], 0);

/** The smallest sufficient sum, by trying all subsets. */
function best(sizes: number[], least: number): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let bits = 0; bits < 2 ** sizes.length; bits++) {
    const sum = sizes.reduce((total, size, i) => total + (bits & (1 << i) ? size : 0), 0);
    if (sum >= least) smallest = Math.min(smallest, sum);
  }
  return smallest;
}

describe('fewestSheets', () => {
  it('takes the first sheets where all are of one size', () => {
    expect(fewestSheets(new Array(72).fill(5), 71)).toEqual(Array.from({ length: 15 }, (_, i) => i));
  });

  it('hits the count exactly where sheets allow it', () => {
    expect(fewestSheets([50, 40, 30, 1], 71)).toEqual([1, 2, 3]);
  });

  it('chooses nothing where nothing is needed, and fails where all is too little', () => {
    expect(fewestSheets([3, 4], 0)).toEqual([]);
    expect(fewestSheets([3, 4], -2)).toEqual([]);
    expect(fewestSheets([3, 4], 8)).toBeUndefined();
  });

  it('is as good as trying all subsets, and uses no sheet twice', () => {
    const stream = random(1, 'sheets');
    for (let trial = 0; trial < 300; trial++) {
      const sizes = Array.from({ length: 1 + stream.integer(9) }, () => 1 + stream.integer(12));
      const least = 1 + stream.integer(50);
      const chosen = fewestSheets(sizes, least);
      const smallest = best(sizes, least);
      if (chosen === undefined) expect(smallest).toBe(Number.POSITIVE_INFINITY);
      else {
        expect(sumOf(sizes, chosen)).toBe(smallest);
        expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b));
      }
    }
  });
});
