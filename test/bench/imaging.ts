import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulatedCamera } from '../../src/capture/simulated/camera';
import { command } from '../../src/cli/command';
import { UserError } from '../../src/common/errors';
import { openPhoto } from '../../src/imaging/open';
import { imagingPool, type Pool } from '../../src/imaging/pool';
import { pipeline } from '../../src/imaging/steps';
import { benchPython, photosPerSecondInPython } from './opencv';

const usage = `Usage: npm run --silent bench:imaging -- [--json]

Prepares the same photos here and by the same recipe in Python with OpenCV, one after the other, and compares
photos per second: opening the file's bytes, finding the digit, 28×28 pixels. Python works in one process.`;

/** What a size of photo came to. */
interface Compared {
  photosPerSecond: number;
  python: number;
  ratio: number;
}

const sizes = [
  [640, 480],
  [1280, 960],
] as const;

/** Photos of each size, and how often each side prepares them all; the best round of each side counts. */
const [photosOfEach, turns] = [30, 4];

command(async (argv, signal) => {
  const unknown = argv.find((arg) => arg !== '--json' && arg !== '--help');
  if (unknown !== undefined) throw new UserError(`unknown option ${unknown}\n\n${usage}`);
  if (argv.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const say = (line: string): boolean => process.stderr.write(`${line}\n`);
  say('Python with OpenCV in .venv-opencv …');
  const python = await benchPython(signal);
  const results: Record<string, Compared> = {};
  const pool = await imagingPool();
  for (const [width, height] of sizes) {
    const name = `${width}x${height}`;
    say(`${photosOfEach} photos of ${name}, each side ${turns} times …`);
    results[name] = await compare(width, height, python, pool, signal);
  }
  if (argv.includes('--json')) process.stdout.write(`${JSON.stringify(results)}\n`);
  else
    for (const [name, result] of Object.entries(results)) process.stdout.write(`${inWords(name, result)}\n`);
});

async function compare(
  width: number,
  height: number,
  python: string,
  pool: Pool,
  signal: AbortSignal,
): Promise<Compared> {
  const folder = await mkdtemp(join(tmpdir(), 'inkdrift-bench-'));
  try {
    await takePhotos(folder, width, height);
    const names = (await readdir(folder)).sort();
    const photos = await Promise.all(names.map((name) => readFile(join(folder, name))));
    await prepareEach(photos, pool);
    let here = 0;
    let there = 0;
    for (let turn = 0; turn < turns; turn++) {
      signal.throwIfAborted();
      const start = performance.now();
      await prepareEach(photos, pool);
      here = Math.max(here, (1000 * photos.length) / (performance.now() - start));
      there = Math.max(there, await photosPerSecondInPython(python, folder, 1, signal));
    }
    return { photosPerSecond: round(here), python: round(there), ratio: round(here / there) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Photos of all ten digits by the simulated camera. */
async function takePhotos(folder: string, width: number, height: number): Promise<void> {
  const camera = simulatedCamera({ seed: 1, width, height });
  for (let i = 0; i < photosOfEach; i++) {
    for await (const { photo } of camera.burst({ label: i % 10, number: Math.floor(i / 10) }, [0])) {
      await writeFile(join(folder, `${String(i).padStart(3, '0')}.jpg`), photo);
    }
  }
}

/** Prepares photos as `prepareCustomAll` does, a few in flight. */
async function prepareEach(photos: readonly Buffer[], pool: Pool): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < photos.length) await pool.prepare(await openPhoto(photos[next++]), [pipeline('mnist')]);
  };
  await Promise.all(Array.from({ length: 4 }, lane));
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

function inWords(name: string, { photosPerSecond, python, ratio }: Compared): string {
  return `${name}: ${photosPerSecond} photos a second here, ${python} in Python with OpenCV, ${ratio} times as many`;
}
