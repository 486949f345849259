import { describe, expect, it } from 'vitest';
import { labelsOf, readLayout, type SheetLayout, writeOut } from '../../src/capture/sheet-layout';

const layout = (text: string) => readLayout(text) as SheetLayout;

describe('what a sheet shows', () => {
  it.each([
    [
      '7',
      [2, 3],
      [
        [7, 7],
        [7, 7, 7],
      ],
    ],
    [
      'rows-05',
      [2, 3],
      [
        [0, 0],
        [5, 5, 5],
      ],
    ],
    [
      'columns-05',
      [2, 2],
      [
        [0, 5],
        [0, 5],
      ],
    ],
    [
      '05_123',
      [2, 3],
      [
        [0, 5],
        [1, 2, 3],
      ],
    ],
  ])('is read from %s: the label of each digit found', (text, found, labels) => {
    expect(labelsOf(layout(text), found)).toEqual(labels);
  });

  it.each([
    ['rows-05', [2, 2, 2], 'expected digits in 2 rows, found 2, 2, 2 in 3 rows'],
    ['columns-05', [2, 1], 'expected 2 digits in each row, found 2, 1 in 2 rows'],
    ['05_123', [2, 2], 'expected 2, 3 digits in 2 rows, found 2, 2 in 2 rows'],
  ])('by %s alone is not guessed at where %j digits were found', (text, found, said) => {
    expect(() => labelsOf(layout(text), found)).toThrow(said);
  });

  it.each(['', 'IMG_0012', 'rows-', 'columns-1a', '1__2', '_12', '$(x)', '12 34'])('is not %j', (text) => {
    expect(readLayout(text)).toBeUndefined();
  });

  it('is written out as rows that the layout fits again', () => {
    for (const text of ['7', 'rows-019', 'columns-019', '019_2']) {
      const rows = writeOut(layout(text));
      expect(
        labelsOf(
          layout(text),
          rows.map((row) => row.length),
        ),
      ).toEqual(rows);
    }
  });
});
