import { expect, test } from 'vitest';
import { bytes, decimal, duration, percent, signed, whole } from '../../src/common/numbers';

test('numbers are written with their thousands apart', () => {
  expect(whole(225034)).toBe('225,034');
  expect(decimal(1132.94, 1)).toBe('1,132.9');
});

test('an effect is written with its sign', () => {
  expect(signed(-0.374)).toBe('−0.37');
  expect(signed(0)).toBe('+0.00');
});

test('a share is written as per cent', () => {
  expect(percent(0.11125)).toBe('11.1 %');
  expect(percent(1, 0)).toBe('100 %');
});

test.each([
  [0.85, '850 ms'],
  [12.44, '12.4 s'],
  [59.97, '1 min 0 s'],
  [200, '3 min 20 s'],
  [3599.7, '1 h 0 min'],
  [3840, '1 h 4 min'],
])('%d seconds are written as %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test.each([
  [812, '812 B'],
  [34.5 * 1024, '34.5 KB'],
  [225034 * 4, '879 KB'],
  [268 * 1024 * 1024, '268 MB'],
])('%d bytes are written as %s', (count, text) => {
  expect(bytes(count)).toBe(text);
});
