import { simulatedCamera } from '../../src/capture/simulated/camera';
import { command } from '../../src/cli/command';
import { UserError } from '../../src/common/errors';

const usage = `Usage: npm run --silent bench:camera -- [--json]

Lets the simulated camera take bursts of five and counts photos per second, encoded and ready for the disk; the
median of several rounds counts.

  --json  {"photosPerSecond": {"640x480", "1280x960"}} on standard output and nothing else`;

const sizes = [
  [640, 480],
  [1280, 960],
] as const;

const rounds = 5;
const shots = [0, 1, 2, 3, 4];

command(async (argv, signal) => {
  const unknown = argv.find((arg) => arg !== '--json' && arg !== '--help');
  if (unknown !== undefined) throw new UserError(`unknown option ${unknown}\n\n${usage}`);
  if (argv.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const photosPerSecond: Record<string, number> = {};
  for (const [width, height] of sizes) {
    const rates: number[] = [];
    // The first round is for the compiler.
    for (let round = 0; round <= rounds; round++) rates.push(await rateOf(width, height, round, signal));
    const sorted = rates.slice(1).sort((a, b) => a - b);
    photosPerSecond[`${width}x${height}`] = Number(sorted[rounds >> 1].toPrecision(3));
  }
  if (argv.includes('--json')) process.stdout.write(`${JSON.stringify({ photosPerSecond })}\n`);
  else
    for (const [size, rate] of Object.entries(photosPerSecond))
      process.stdout.write(`${size}: ${rate} photos a second\n`);
});

/** Photos per second over one sheet of each digit. */
async function rateOf(width: number, height: number, number: number, signal: AbortSignal): Promise<number> {
  const camera = simulatedCamera({ width, height });
  const start = performance.now();
  let photos = 0;
  for (let label = 0; label < 10; label++) {
    for await (const _frame of camera.burst({ label, number }, shots, signal)) photos++;
  }
  return (1000 * photos) / (performance.now() - start);
}
