import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/imaging/analyse';
import { inverse, ontoQuad, project, type Quad } from '../../src/imaging/homography';
import type { GreyImage } from '../../src/imaging/image';
import { prepare, prepareAll } from '../../src/imaging/pipeline';
import { areaAverage, planeOf, whole } from '../../src/imaging/resample';
import { aspectOf, findSheet } from '../../src/imaging/sheet';
import { combinations, pipeline } from '../../src/imaging/steps';
import { walk } from '../../src/imaging/walk';
import { likeness, shoot } from './drawn';

const size = { width: 640, height: 480 };

/** Lays a picture onto four corners of a table. */
function lie(sheet: GreyImage, corners: Quad, table = 60): GreyImage {
  const back = inverse(ontoQuad(sheet.width, sheet.height, corners));
  const pixels = new Uint8Array(size.width * size.height).fill(table);
  for (let i = 0; i < pixels.length; i++) {
    const at = project(back, (i % size.width) + 0.5, Math.floor(i / size.width) + 0.5);
    const [x, y] = [Math.floor(at.x), Math.floor(at.y)];
    const inside = x >= 0 && y >= 0 && x < sheet.width && y < sheet.height;
    if (inside) pixels[i] = sheet.pixels[y * sheet.width + x];
  }
  return { ...size, pixels };
}

/** The corners of a sheet before a pinhole camera of focal length 700, leaning back and turned aside. */
function seen(wide: number, high: number, back: number, aside: number): Quad {
  const corner = (x: number, y: number) => {
    const [x1, z1] = [x * Math.cos(aside), x * Math.sin(aside)];
    const [y2, z2] = [
      y * Math.cos(back) - z1 * Math.sin(back),
      500 + y * Math.sin(back) + z1 * Math.cos(back),
    ];
    return { x: size.width / 2 + (700 * x1) / z2, y: size.height / 2 + (700 * y2) / z2 };
  };
  const [x, y] = [wide / 2, high / 2];
  return [corner(-x, -y), corner(x, -y), corner(x, y), corner(-x, y)];
}

const corners = seen(290, 290, -0.6, 0.15);

const sheet = shoot({
  width: 600,
  height: 600,
  digits: [{ digit: 'four', x: 200, y: 140, high: 300, pen: 24 }],
});

describe('a sheet whose four corners are in view', () => {
  it.each([
    ['lighter', 60, false],
    ['darker', 230, true],
  ])('is found to a pixel where it is %s than the table', async (_, table, turned) => {
    const { pixels, ...rest } = await sheet;
    const paper = { ...rest, pixels: turned ? pixels.map((value) => 255 - value) : pixels };
    const found = findSheet(lie(paper, corners, table));
    for (const [k, { x, y }] of corners.entries()) {
      expect(Math.hypot((found?.[k].x ?? 0) - x, (found?.[k].y ?? 0) - y)).toBeLessThan(1.5);
    }
  });

  it('has its digit read as if it were seen from straight above', async () => {
    const flat = prepare(await sheet, pipeline('mnist')).image;
    const photo = lie(await sheet, corners);
    const { image, refused } = prepare(photo, pipeline('mnist'));
    expect(refused).toBeUndefined();
    expect(analyse(photo).flat).toBeDefined();
    expect(likeness(image, flat)).toBeGreaterThan(0.9);
  });

  it('is flattened by the step background alone', async () => {
    const photo = lie(await sheet, corners);
    const all = prepareAll(photo, combinations());
    const asShot = areaAverage(planeOf(photo), whole(photo), 28, 28);
    expect(all[0].image).toEqual(Uint8Array.from(asShot, Math.round));
    combinations().forEach((chosen, i) => {
      expect(all[i].refused).toBeUndefined();
      // The digit leans as the camera saw it, until the sheet is flattened.
      const flattened = combinations().findIndex(
        (other) =>
          other.size === chosen.size + 1 &&
          other.has('background') &&
          [...chosen].every((step) => other.has(step)),
      );
      if (!chosen.has('background')) expect(all[i].image).not.toEqual(all[flattened].image);
    });
  });

  it('is spoken of on the walk', async () => {
    const notes = walk(lie(await sheet, corners), pipeline('mnist')).map(({ note }) => note);
    expect(notes[1]).toMatch(/four corners/);
    const plain = walk(await sheet, pipeline('mnist')).map(({ note }) => note);
    expect(plain[1]).not.toMatch(/corner/);
  });

  it('is refused for want of a digit where it is blank', async () => {
    const blank = await shoot({ width: 600, height: 600, digits: [] });
    expect(prepare(lie(blank, corners), pipeline('mnist')).refused).toBe('no digit');
  });
});

describe('a sheet', () => {
  it('has the aspect that it has, from wherever it is seen', () => {
    const quad = seen(210, 297, 0.5, 0.3);
    expect(aspectOf(quad, { x: 320, y: 240 })).toBeCloseTo(297 / 210, 6);
  });

  it.each<[string, Parameters<typeof shoot>[0]]>([
    ['on a plain page', {}],
    [
      'whose side lies outside the photo',
      { paper: '#332', under: '<path d="M60 50H640V430H60Z" fill="#eee"/>' },
    ],
    ['in a ring', { under: '<ellipse cx="320" cy="240" rx="280" ry="220" fill="#fff"/>', paper: '#444' }],
    ['that is bent', { under: '<path d="M90 60Q320 130 560 60V430H90Z" fill="#eee"/>', paper: '#444' }],
  ])('is not imagined: a digit %s', async (_, drawing) => {
    expect(findSheet(await shoot(drawing))).toBeUndefined();
  });
});
