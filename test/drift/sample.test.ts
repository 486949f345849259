import { expect, it } from 'vitest';
import { random } from '../../src/common/random';
import { drawSheets } from '../../src/drift/sample';
import { groupsOf } from '../../src/drift/statistics/groups';

/** Ten sheets of one to ten digits. */
const groups = groupsOf(
  Array.from({ length: 10 }, (_, sheet) => new Array<number>(sheet + 1).fill(sheet)).flat(),
);

it('draws so many sheets, each of them whole', () => {
  for (let seed = 0; seed < 20; seed++) {
    const drawn = drawSheets(groups, 55, random(seed), 4);
    const counts = new Map<number, number>();
    for (const at of drawn) counts.set(groups.of[at], (counts.get(groups.of[at]) ?? 0) + 1);
    expect(counts.size).toBe(4);
    for (const [sheet, count] of counts) expect(count).toBe(sheet + 1);
  }
});

it('stops before the sheet that would make them too many digits', () => {
  for (let seed = 0; seed < 20; seed++) {
    expect(drawSheets(groups, 12, random(seed)).length).toBeLessThanOrEqual(12);
  }
});
