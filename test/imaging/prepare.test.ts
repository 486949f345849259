import { describe, expect, it } from 'vitest';
import { random } from '../../src/common/random';
import { analyse } from '../../src/imaging/analyse';
import { type GreyImage, side } from '../../src/imaging/image';
import { prepare, prepareAll } from '../../src/imaging/pipeline';
import { reduce } from '../../src/imaging/resample';
import { combinations, pipeline, type Step, scaleOf, steps } from '../../src/imaging/steps';
import { walk } from '../../src/imaging/walk';
import { likeness, look, shoot } from './drawn';

const mnist = pipeline('mnist');
const without = (...off: Step[]): ReadonlySet<Step> => new Set(steps.filter((step) => !off.includes(step)));
const invert = (photo: GreyImage): GreyImage => ({
  ...photo,
  pixels: photo.pixels.map((value) => 255 - value),
});

describe('the pipelines', () => {
  it('are all steps and none', () => {
    expect([...pipeline('as-shot')]).toEqual([]);
    expect([...mnist]).toEqual(['background', 'contrast', 'polarity', 'size', 'centring', 'scale']);
  });

  it('can be taken apart in 64 ways', () => {
    const names = combinations().map((chosen) => [...chosen].join());
    expect(new Set(names).size).toBe(64);
  });

  it('feed 0-255 without the step scale and 0-1 with it', () => {
    expect(scaleOf(pipeline('as-shot'))).toBe(1);
    expect(scaleOf(mnist)).toBe(1 / 255);
  });
});

describe('as shot', () => {
  it('is the whole photo, each pixel the mean of the area under it', async () => {
    const photo = await shoot({ width: 280, height: 560 });
    const { image } = prepare(photo, pipeline('as-shot'));
    for (const [x, y] of [
      [0, 0],
      [13, 13],
      [14, 20],
      [27, 27],
    ]) {
      let sum = 0;
      for (let v = 0; v < 20; v++)
        for (let u = 0; u < 10; u++) sum += photo.pixels[(y * 20 + v) * 280 + x * 10 + u];
      expect(image[y * 28 + x]).toBe(Math.round(sum / 200));
    }
  });

  it('keeps the mean brightness of a photo whose sides are no multiples of 28', async () => {
    const photo = await shoot({ width: 333, height: 251 });
    const { image } = prepare(photo, pipeline('as-shot'));
    const mean = photo.pixels.reduce((sum, value) => sum + value, 0) / photo.pixels.length;
    expect(look(image).mean).toBeCloseTo(mean, 0);
  });

  it('keeps dark ink dark', async () => {
    expect(look(prepare(await shoot({}), pipeline('as-shot')).image).border).toBeGreaterThan(200);
  });
});

describe("MNIST's recipe", () => {
  it('puts light ink on black, 20 pixels along its long side, its centre of mass in the middle', async () => {
    const { image, refused } = prepare(await shoot({}), mnist);
    const seen = look(image, 20);
    expect(refused).toBeUndefined();
    expect(seen.border).toBe(0);
    expect(Math.max(seen.width, seen.height)).toBe(20);
    expect(Math.abs(seen.x - 14)).toBeLessThan(1);
    expect(Math.abs(seen.y - 14)).toBeLessThan(1);
    expect(Math.max(...image)).toBe(255);
  });

  it('keeps the aspect of a narrow digit', async () => {
    const one = { digit: 'one', x: 280, y: 100, high: 220, pen: 18 } as const;
    const { width, height } = look(prepare(await shoot({ digits: [one] }), mnist).image);
    expect(height).toBe(20);
    expect(width).toBeLessThanOrEqual(4);
  });

  const reference = prepareDrawn({});
  async function prepareDrawn(drawing: Parameters<typeof shoot>[0]): Promise<Uint8Array> {
    return prepare(await shoot(drawing), mnist).image;
  }
  const two = (x: number, y: number, high: number, pen: number) => ({
    digits: [{ digit: 'two', x, y, high, pen } as const],
  });
  const gradient = (from: string, to: string) =>
    `<defs><linearGradient id="g" x2="1" y2="0.6"><stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient></defs><rect width="640" height="480" fill="url(#g)"/>`;
  const rules = Array.from(
    { length: 9 },
    (_, i) => `<path d="M0 ${20 + 52 * i} L640 ${26 + 52 * i}" stroke="#8899bb" stroke-width="2"/>`,
  ).join('');

  it.each<[string, Parameters<typeof shoot>[0]]>([
    ['a thin pen', two(220, 140, 216, 3)],
    ['a thick pen', two(220, 140, 216, 30)],
    ['a faint pencil', { ink: '#aaa' }],
    ['light from one side', { under: gradient('#fff', '#777') }],
    [
      'a shadow across the page',
      { over: '<path d="M0 0 L400 0 L250 480 L0 480 Z" fill="#000" opacity="0.35"/>' },
    ],
    ['ruled paper', { under: rules }],
    [
      'a sheet on a dark table',
      { paper: '#3a2a1a', under: '<path d="M60 40 L590 55 L580 440 L50 430 Z" fill="#e8e8e0"/>' },
    ],
    ['a dark strip along the border', { over: '<path d="M0 0 H14 V480 H0 Z" fill="#222"/>' }],
    ['a crop of 60 pixels', { width: 60, height: 60, ...two(12, 6, 48, 5) }],
    ['a digit that touches the border', { width: 100, height: 140, ...two(0, 0, 140, 12) }],
    ['a digit lost in the photo', two(500, 60, 30, 3)],
    ['a digit lost in 3,000 pixels', { width: 3000, height: 2250, ...two(400, 1700, 140, 11) }],
    ['blue ink on yellow paper', { ink: '#124', paper: '#ec8' }],
    [
      'a printed box',
      { under: '<rect x="170" y="90" width="280" height="290" fill="none" stroke="#456" stroke-width="3"/>' },
    ],
    [
      'a ring',
      { under: '<ellipse cx="302" cy="250" rx="170" ry="180" fill="none" stroke="#333" stroke-width="8"/>' },
    ],
    [
      'a row of boxes',
      { under: '<path d="M0 100H640M0 390H640M170 100V390M450 100V390" stroke="#444" stroke-width="3"/>' },
    ],
    ['a corner of the table', { under: '<path d="M0 0H640V50L90 40L80 480H0Z" fill="#321"/>' }],
    [
      'print around',
      {
        under:
          '<g fill="#444" font-size="26"><text x="20" y="40">Digit:</text><text x="20" y="465">one digit a page, please - form 42/b</text></g>',
      },
    ],
  ])('reads %s as it reads a plain page', async (_name, drawing) => {
    const photo = await shoot(drawing);
    for (const [picture, given] of [
      [photo, drawing],
      [invert(photo), drawing],
    ] as const) {
      const { image, refused } = prepare(picture, mnist);
      expect(refused, JSON.stringify(given)).toBeUndefined();
      expect(likeness(image, await reference)).toBeGreaterThan(0.75);
    }
  });

  it('reads what is no more than 9 pixels high', async () => {
    const tiny = reduce(await shoot({ width: 270, height: 270, ...two(80, 35, 200, 22) }), 30);
    const { image, refused } = prepare(tiny, mnist);
    expect([tiny.width, refused]).toEqual([9, undefined]);
    expect(likeness(image, await reference)).toBeGreaterThan(0.6);
    // As shot it's what it is: each pixel a square of its own.
    expect(prepare({ ...tiny, width: 7, height: 7 }, pipeline('as-shot')).image.subarray(0, 4)).toEqual(
      new Uint8Array(4).fill(tiny.pixels[0]),
    );
  });

  it('survives salt and JPEG at its worst', async () => {
    const photo = await shoot({}, 15);
    const stream = random(3, 'salt');
    for (let k = 0; k < 400; k++) photo.pixels[stream.integer(photo.pixels.length)] = 255 * stream.integer(2);
    const { image, refused } = prepare(photo, mnist);
    expect(refused).toBeUndefined();
    expect(likeness(image, await reference)).toBeGreaterThan(0.85);
  });

  it.each(['five', 'four', 'seven'] as const)('keeps the bar of a %s that stands apart', async (digit) => {
    const photo = await shoot({ digits: [{ digit, x: 220, y: 100, high: 280, pen: 12 }] });
    const { place } = analyse(photo);
    // The strokes cover 0-100 by 0-140 but for a few units.
    expect(place.width / place.height).toBeGreaterThan(0.58);
    expect(place.height).toBeGreaterThan(262);
  });

  it('brings thin and thick pens to a width that MNIST has', async () => {
    const ink = async (pen: number) => look(await prepareDrawn(two(220, 140, 216, pen))).mean;
    const [thin, usual, thick] = await Promise.all([ink(2), ink(24), ink(60)]);
    expect(thin).toBeGreaterThan(0.6 * usual);
    expect(thick).toBeLessThan(1.9 * usual);
  });
});

describe('a photo that should not be read', () => {
  it.each<[string, Parameters<typeof shoot>[0]]>([
    ['no digit', { digits: [] }],
    [
      'more than one digit',
      {
        digits: [
          { digit: 'two', x: 130, y: 120, high: 200, pen: 10 },
          { digit: 'four', x: 350, y: 125, high: 200, pen: 10 },
        ],
      },
    ],
    ['digit cut at the border', { digits: [{ digit: 'two', x: -60, y: 120, high: 200, pen: 10 }] }],
  ])('is refused: %s', async (reason, drawing) => {
    const { image, refused } = prepare(await shoot(drawing), mnist);
    expect(refused).toBe(reason);
    expect(image.length).toBe(784);
  });

  it('is refused when the paper is blank but unevenly lit and grainy', async () => {
    const stream = random(11, 'grain');
    const pixels = Uint8Array.from(
      { length: 320 * 240 },
      (_, i) => 230 - (i % 320) / 4 + stream.normal(0, 5),
    );
    expect(prepare({ width: 320, height: 240, pixels }, mnist).refused).toBe('no digit');
  });

  it('is refused when the paper is blank, brighter towards one corner', () => {
    const pixels = Uint8Array.from({ length: 320 * 240 }, (_, i) => 240 - (i % 320) / 4 - i / 2000);
    expect(prepare({ width: 320, height: 240, pixels }, mnist).refused).toBe('no digit');
  });

  it.each([
    [1, 1],
    [1, 40],
    [3, 2],
    [2000, 3],
  ])('has a picture all the same at %i×%i pixels', (width, height) => {
    const photo = { width, height, pixels: new Uint8Array(width * height).fill(200) };
    for (const chosen of combinations()) expect(prepare(photo, chosen).image.length).toBe(784);
  });
});

describe('each step by itself', () => {
  const photoOf = shoot({
    digits: [{ digit: 'four', x: 60, y: 40, high: 180, pen: 9 }],
    ink: '#666',
    under:
      '<defs><linearGradient id="g"><stop offset="0" stop-color="#eee"/><stop offset="1" stop-color="#999"/></linearGradient></defs><rect width="640" height="480" fill="url(#g)"/>',
  });

  it('gives all 64 combinations at once what it gives them one by one', async () => {
    const photo = await photoOf;
    const together = prepareAll(photo, combinations());
    combinations().forEach((chosen, i) => {
      expect(together[i]).toEqual(prepare(photo, chosen));
      expect(together[i].image.length).toBe(side * side);
    });
  });

  it('polarity is the negative and nothing else', async () => {
    const photo = await photoOf;
    for (const chosen of combinations().filter((set) => !set.has('polarity'))) {
      const off = prepare(photo, chosen).image;
      const on = prepare(photo, new Set([...chosen, 'polarity'])).image;
      expect(on).toEqual(off.map((value) => 255 - value));
    }
  });

  it('polarity leaves light ink on dark paper as it is', async () => {
    const photo = invert(await photoOf);
    expect(prepare(photo, mnist).image).toEqual(prepare(photo, without('polarity')).image);
  });

  it('background makes the paper even', async () => {
    const spread = (image: Uint8Array) => Math.abs(image[14 * 28] - image[14 * 28 + 27]);
    const photo = await photoOf;
    expect(spread(prepare(photo, new Set()).image)).toBeGreaterThan(60);
    expect(spread(prepare(photo, new Set<Step>(['background'])).image)).toBeLessThan(16);
  });

  it('contrast makes grey ink black', async () => {
    const photo = await photoOf;
    const off = prepare(photo, without('contrast')).image;
    const on = prepare(photo, mnist).image;
    expect(Math.max(...on)).toBe(255);
    expect(Math.max(...off)).toBeLessThan(200);
  });

  it('size off keeps the whole photo', async () => {
    const { height } = look(prepare(await photoOf, without('size')).image);
    expect(height).toBeLessThan(13);
  });

  it('centring off keeps the digit at the place it had in the photo', async () => {
    const seen = look(prepare(await photoOf, without('centring')).image);
    expect([seen.left, seen.top]).toEqual([0, 0]);
  });

  it('centring moves the whole photo where size is off', async () => {
    const seen = look(prepare(await photoOf, without('size')).image, 20);
    expect(Math.abs(seen.x - 14)).toBeLessThan(1);
    expect(Math.abs(seen.y - 14)).toBeLessThan(1);
  });

  it('scale leaves the bytes alone', async () => {
    const photo = await photoOf;
    expect(prepare(photo, without('scale')).image).toEqual(prepare(photo, mnist).image);
  });
});

describe('the walk', () => {
  it('goes from the photo through each step to the picture, a sentence at each', async () => {
    const photo = await shoot({});
    const stops = walk(photo, mnist);
    expect(stops.map(({ step }) => step)).toEqual(['photo', ...steps, 'picture']);
    for (const { picture, note } of stops) {
      expect(picture.pixels.length).toBe(picture.width * picture.height);
      expect(note).toMatch(/^[A-Z].*\.$/);
    }
    expect(stops.at(-1)?.picture.pixels).toEqual(prepare(photo, mnist).image);
  });

  it('says why a photo was refused', async () => {
    expect(walk(await shoot({ digits: [] }), mnist).at(-1)?.note).toBe('Refused: no digit.');
  });
});
