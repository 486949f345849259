import { expect, test } from 'vitest';
import { composeReport, parametersOf } from '../../src/report/compose';

test('a notebook that left no result is named', () => {
  expect(() => composeReport({ results: {}, stages: [] })).toThrow(
    '01-capture left no result that can be used',
  );
});

test('a result of the wrong shape is named with the field', () => {
  const capture = {
    source: 'simulated camera',
    session: 's',
    photos: 10,
    sheets: 2,
    writers: 1,
    perClass: [1, 2, 3],
    bytes: 100,
    beat: null,
  };
  expect(() => composeReport({ results: { '01-capture': capture }, stages: [] })).toThrow(
    /01-capture left no result that can be used \(perClass: /,
  );
});

test('parameters are the defaults of all notebooks with those given in their place', () => {
  const parameter = (name: string, value: number) => ({
    name,
    type: 'number' as const,
    default: value,
    doc: '',
    whole: true,
  });
  const notebooks = [
    { notebook: '01-capture', parameters: [parameter('seed', 1), parameter('perClass', 355)] },
    { notebook: '04-training', parameters: [parameter('seed', 1), parameter('epochs', 20)] },
  ];
  expect(parametersOf(notebooks, { epochs: 3 })).toEqual({ seed: 1, perClass: 355, epochs: 3 });
});
