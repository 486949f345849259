import { beforeAll, describe, expect, it } from 'vitest';
import { cutSheet } from '../../src/imaging/cut-sheet';
import { prepare } from '../../src/imaging/pipeline';
import { pipeline } from '../../src/imaging/steps';
import { type Drawing, likeness, shoot, strokes } from './drawn';

type Name = keyof typeof strokes;

/** Rows of digits, each 180 wide and 240 high on the sheet, moved about a little. */
function sheet(rows: Name[][], more: Partial<Drawing> = {}): Drawing {
  return {
    width: 1200,
    height: 300 * rows.length + 60,
    digits: rows.flatMap((row, r) =>
      row.map((digit, c) => ({
        digit,
        x: 80 + 210 * c + 7 * ((r + c) % 3),
        y: 70 + 300 * r + 9 * ((r * 2 + c) % 3),
        high: 150 + 12 * ((r + c) % 2),
        pen: 9,
      })),
    ),
    ...more,
  };
}

const rows: Name[][] = [
  ['two', 'five', 'one', 'seven', 'zero'],
  ['four', 'two', 'zero'],
  ['five', 'five', 'seven', 'one'],
];

async function alone(digit: Name): Promise<Uint8Array> {
  const photo = await shoot({ digits: [{ digit, x: 250, y: 120, high: 160, pen: 9 }] });
  return prepare(photo, pipeline('mnist')).image;
}

const names = Object.keys(strokes) as Name[];
let templates: Uint8Array[];
beforeAll(async () => {
  templates = await Promise.all(names.map(alone));
});

describe('a sheet with several digits', () => {
  it.each([
    ['dark ink', {}],
    ['light ink', { ink: '#eee', paper: '#222' }],
    [
      'ruled paper',
      { under: '<path d="M0 255H1200M0 555H1200M0 855H1200" stroke="#aab" stroke-width="2"/>' },
    ],
  ] as const)('is cut into rows and columns in reading order (%s)', async (_, more) => {
    const found = cutSheet(await shoot(sheet(rows, more)));
    expect(found.map(({ row, column }) => [row, column])).toEqual(
      rows.flatMap((row, r) => row.map((_digit, c) => [r, c])),
    );
    for (const { row, column, picture } of found) {
      const { image, refused } = prepare(picture, pipeline('mnist'));
      expect(refused, `row ${row}, column ${column}`).toBeUndefined();
      const own = rows[row][column];
      const scores = names.map((name, i) => ({ name, score: likeness(image, templates[i]) }));
      expect(scores.reduce((a, b) => (a.score > b.score ? a : b)).name).toBe(own);
    }
  });

  it('keeps the loose bar of a 5 with its digit', async () => {
    const found = cutSheet(await shoot(sheet([['five', 'one']])));
    expect(found).toHaveLength(2);
    // Of 150 pixels in height the bar is the upper ten.
    expect(found[0].place.height).toBeGreaterThan(145);
  });

  it('gives its digits in rows although it is held askew', async () => {
    const tilted = sheet([
      ['two', 'five', 'zero', 'seven'],
      ['four', 'two', 'one', 'zero'],
    ]);
    for (const [i, digit] of (tilted.digits ?? []).entries()) digit.y += 25 * (i % 4);
    const found = cutSheet(await shoot(tilted));
    expect(found.map(({ row }) => row)).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  });

  it('gives nothing where nothing is written', async () => {
    expect(cutSheet(await shoot({ digits: [] }))).toEqual([]);
  });
});
