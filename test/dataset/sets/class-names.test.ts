import { expect, it } from 'vitest';
import { classCodes, digitOf } from '../../../src/dataset/sets/class-names';

it('knows a digit by the usual names of its class, and no other', () => {
  expect(['3', '03', '3.0', 'digit_3', 'Class 3', 'label-3', 'three', 'Three'].map(digitOf)).toEqual(
    new Array(8).fill(3),
  );
  expect(['10', 'A', '', 'cat 3', '3a'].map(digitOf)).toEqual(new Array(5).fill(undefined));
});

it('numbers classes that are no digits from 10 on', () => {
  const { codes, names } = classCodes(['b', '7', 'a', 'b']);
  expect(Array.from(codes)).toEqual([11, 7, 10, 11]);
  expect(names.slice(10)).toEqual(['a', 'b']);
});

it('takes ten for zero where house numbers are labelled 1 to 10, and only there', () => {
  const house = classCodes(['10', '9', '1']);
  expect(Array.from(house.codes)).toEqual([0, 9, 1]);
  expect(house.tenIsZero).toBe(true);
  expect(Array.from(classCodes(['10', '9', '0']).codes)).toEqual([10, 9, 0]);
});
