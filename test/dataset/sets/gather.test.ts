import { expect, it } from 'vitest';
import { type GatherOptions, gather } from '../../../src/dataset/sets/gather';
import { joinedSets, type PictureSet, partOf } from '../../../src/dataset/sets/picture-set';
import type { GreyImage } from '../../../src/imaging/image';

/** A stroke of light ink on dark ground, or the other way round. */
function stroke(side: number, ground = 0, ink = 255): GreyImage {
  const pixels = new Uint8Array(side * side).fill(ground);
  for (let y = Math.floor(side / 8); y < side - side / 8; y++) {
    for (let x = Math.floor(side / 4); x < side / 2; x++) pixels[y * side + x] = ink;
  }
  return { width: side, height: side, pixels };
}

function setOf(pictures: readonly (GreyImage | string)[], classes?: string[]): PictureSet {
  return {
    kind: 'made up',
    count: pictures.length,
    classes,
    notes: [],
    nameOf: (position) => `1/${position}.png`,
    async *open(positions) {
      for (const position of positions) {
        const picture = pictures[position];
        yield typeof picture === 'string' ? { position, refused: picture } : { position, picture };
      }
    },
  };
}

const options: GatherOptions = { prepare: 'resize', most: 100, seed: 1, name: 'mine' };

it('takes 28×28 as it is and resizes the rest, larger and smaller', async () => {
  const set = setOf([stroke(28), stroke(8), stroke(112), stroke(28, 255, 0)]);
  const { images, count, size, treatment, codes } = await gather(set, options);
  expect([count, size, codes]).toEqual([4, '28×28 and 2 other sizes', undefined]);
  expect(treatment).toEqual({ asTheyAre: 2, resized: 2, byRecipe: 0 });
  expect(images.subarray(0, 784)).toEqual(stroke(28).pixels);
  // The middle of the stroke and of the ground stay what they are at any size.
  for (const n of [1, 2])
    expect([images[784 * n + 14 * 28 + 10], images[784 * n + 14 * 28 + 24]]).toEqual([255, 0]);
});

it("puts all but light ink on dark through MNIST's recipe when asked", async () => {
  const set = setOf([stroke(28), stroke(16), stroke(28, 255, 0)]);
  const { images, treatment, doubtful } = await gather(set, { ...options, prepare: 'mnist' });
  expect(treatment).toEqual({ asTheyAre: 1, resized: 0, byRecipe: 2 });
  expect(doubtful).toEqual([]);
  for (const n of [1, 2]) {
    const picture = images.subarray(784 * n, 784 * (n + 1));
    const rows = Array.from({ length: 28 }, (_, y) => y).filter((y) =>
      picture.subarray(28 * y, 28 * y + 28).some((v) => v > 30),
    );
    // Light on dark, the long side fitted to 20 pixels and centred.
    expect(picture[0]).toBe(0);
    expect(rows.length).toBe(20);
    expect([4, 5]).toContain(rows[0]);
  }
});

it('leaves damaged pictures out, counted by their reason, and refuses a set of nothing else', async () => {
  const set = setOf([stroke(28), '1.png is damaged', '2.png is damaged'], ['1', '2', '3']);
  const { count, damaged, codes } = await gather(set, options);
  expect([count, Array.from(codes ?? [])]).toEqual([1, [1]]);
  expect(damaged).toEqual([{ reason: 'is damaged', count: 2, example: '1/1.png' }]);
  await expect(gather(setOf(['0.png is damaged']), options)).rejects.toThrow(
    'mine: none of 1 pictures can be opened; 1/0.png is damaged',
  );
});

it('draws some of many at random, the same for the same seed, and says so', async () => {
  const set = setOf(Array.from({ length: 50 }, (_, n) => stroke(28, n)));
  const [one, same, other] = await Promise.all(
    [1, 1, 2].map((seed) => gather(set, { ...options, most: 10, seed })),
  );
  expect([one.found, one.count, one.notes]).toEqual([50, 10, ['10 of its pictures were drawn at random']]);
  expect(one.images).toEqual(same.images);
  expect(one.images).not.toEqual(other.images);
});

it('joins sets in their order, and keeps labels only where all have some', async () => {
  const joined = joinedSets([setOf([stroke(28), stroke(8)], ['1', '2']), setOf([stroke(28, 9)], ['3'])]);
  expect([joined.count, joined.classes, joined.nameOf(2)]).toEqual([3, ['1', '2', '3'], '1/0.png']);
  const sides: [number, number | undefined][] = [];
  for await (const { position, picture } of joined.open([1, 2])) sides.push([position, picture?.width]);
  expect(sides).toEqual([
    [1, 8],
    [2, 28],
  ]);
  expect(joinedSets([setOf([stroke(28)], ['1']), setOf([stroke(28)])]).classes).toBeUndefined();
});

it('knows the part of a set by the usual names', () => {
  expect(
    ['x_train', 'Testing', 't10k-images-idx3-ubyte', 'trainImages', 'images', 'contest'].map(partOf),
  ).toEqual(['train', 'test', 'test', 'train', undefined, undefined]);
});
