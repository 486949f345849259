import { expect, it } from 'vitest';
import { oneLine } from '../../src/common/one-line';

it('leaves a line as it is, and makes one of what would move the cursor, colour the screen or never end', () => {
  expect(oneLine('the layer conv2d: ünïcödé ✓')).toBe('the layer conv2d: ünïcödé ✓');
  expect(oneLine('a\nb\r\u001b[31mc\u0000\u009bd')).toBe('a b [31mc d');
  expect(oneLine('x'.repeat(5000))).toBe(`${'x'.repeat(999)}…`);
});
