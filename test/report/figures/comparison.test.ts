import { expect, it } from 'vitest';
import type { DriftTest, PropertyDrift } from '../../../src/drift/comparison';
import { brailleDigit } from '../../../src/report/figures/braille';
import { falseAlarmChart } from '../../../src/report/figures/false-alarms';
import { numbersOf } from '../../../src/report/figures/numbers';
import { powerCurves } from '../../../src/report/figures/power-curves';
import { propertyClasses } from '../../../src/report/figures/property-classes';
import { propertyEffects } from '../../../src/report/figures/property-effects';

const test: DriftTest = {
  name: 'MMD',
  space: 'features',
  statistic: 0.01,
  p: 0.001,
  aa: { alarms: 11, splits: 200, range: [3, 19], holds: true, byDigit: 120 },
  power: [
    { shift: 'turned', strength: 'medium', digits: 20, detected: 0.3, runs: 20 },
    { shift: 'turned', strength: 'medium', digits: 60, detected: 0.9, runs: 20 },
  ],
};

it('says how many tests keep their level', () => {
  expect(falseAlarmChart([test]).summary).toMatch(/^1 of 1 tests keep their level of 5 %/);
  expect(falseAlarmChart([{ ...test, aa: { ...test.aa!, alarms: 40, holds: false } }]).summary).toMatch(
    /^0 of 1/,
  );
});

it('names the test that notices a medium shift with the fewest digits', () => {
  expect(powerCurves([test]).summary).toContain('MMD on features, with 60 digits');
});

it('writes a digit in Braille, seven lines of fourteen', () => {
  const image = Uint8Array.from({ length: 784 }, (_, i) => (i % 28 === 12 ? 255 : 0));
  const lines = brailleDigit(image);
  expect(lines).toHaveLength(7);
  expect(lines[0]).toBe(`${'⠀'.repeat(6)}⡇${'⠀'.repeat(7)}`);
});

const drift = (name: PropertyDrift['name'], value: number, q = 0.001): PropertyDrift => ({
  name,
  unit: '',
  meaning: '',
  reference: [0, 1, 2],
  current: [0, 1, 2],
  effect: { value, low: value - 0.05, high: value + 0.1 },
  wasserstein: 1,
  ks: 0.5,
  p: q,
  q,
  pByDigit: q,
  psi: 1,
  jensenShannon: 0.5,
  byClass: [value - 0.2, value + 0.3, null, ...new Array<number>(7).fill(value)],
});

it('sets each property prepared beside the same one as shot, with the ends of its interval', () => {
  const figure = propertyEffects(
    { name: 'as shot', properties: [drift('contrast', -0.9), drift('slant', 0.2)] },
    { name: 'prepared', properties: [drift('slant', 0.6), drift('contrast', 0.01, 0.4)] },
  );
  expect(numbersOf(figure)?.rows).toEqual([
    ['as shot', -0.9, 'contrast', expect.closeTo(-0.95), expect.closeTo(-0.8)],
    ['as shot', 0.2, 'slant', expect.closeTo(0.15), expect.closeTo(0.3)],
    ['prepared', 0.01, 'contrast', expect.closeTo(-0.04), expect.closeTo(0.11)],
    ['prepared', 0.6, 'slant', expect.closeTo(0.55), expect.closeTo(0.7)],
  ]);
  expect(figure.summary).toContain(
    'beyond chance: as shot it is contrast (δ −0.90); prepared it is slant (δ +0.60)',
  );
});

it('calls no effect large that may be an accident', () => {
  const accident = { name: 'as shot', properties: [drift('contrast', -0.9, 0.2)] };
  expect(propertyEffects(accident, accident).summary).toContain('as shot none does; as shot none does');
});

it('tells in which property the digits differ most among themselves', () => {
  const figure = propertyClasses('digit by digit', [drift('slant', 0.1), drift('width', 0.5)]);
  expect(figure.summary).toContain('slant: δ runs from −0.10 to +0.40');
  expect(numbersOf(figure)?.rows[0].slice(0, 5)).toEqual(['slant', 0.1, expect.closeTo(-0.1), 0.4, null]);
});
