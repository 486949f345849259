import { expect, it } from 'vitest';
import { attributeSteps } from '../../src/drift/attribute-set';
import { StepShares } from '../../src/drift/two-sets-result';
import { digitCnn } from '../../src/model/cnn';

/** A dark bar on light paper, at a place of its own. */
function photo(n: number) {
  const pixels = new Uint8Array(80 * 80).fill(210);
  for (let y = 15 + (n % 5); y < 55; y++) pixels.fill(40, y * 80 + 20 + 2 * n, y * 80 + 28 + 2 * n);
  return { picture: { width: 80, height: 80, pixels }, label: n % 10, sheet: String(n) };
}

it('gives each step its share of what the recipe changes, and the shares sum to the gap', async () => {
  const photos = Array.from({ length: 12 }, (_, n) => photo(n));
  const options = { scale: 1 / 255, target: 0.9, seed: 1 };
  const shares = StepShares.parse(await attributeSteps(digitCnn(3), photos, options));
  expect(shares.shares.map(({ step }) => step)).toEqual([
    'background',
    'contrast',
    'polarity',
    'size',
    'centring',
  ]);
  expect(shares.shares.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(shares.gap, 12);
  expect(shares.none + shares.gap + shares.residual).toBeCloseTo(0.9, 12);
  for (const { value, low, high } of shares.shares) {
    expect(low).toBeLessThanOrEqual(value + 1e-9);
    expect(high).toBeGreaterThanOrEqual(value - 1e-9);
  }
});
