import { expect, it } from 'vitest';
import type { DriftTest } from '../../../src/drift/comparison';
import { brailleDigit } from '../../../src/report/figures/braille';
import { falseAlarmChart } from '../../../src/report/figures/false-alarms';
import { powerCurves } from '../../../src/report/figures/power-curves';

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
