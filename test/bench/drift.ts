import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { command } from '../../src/cli/command';
import { messageOf, UserError } from '../../src/common/errors';
import { random } from '../../src/common/random';
import { repository } from '../../src/common/workspace';
import { mmdTest, type TestResult } from '../../src/drift/statistics/mmd-test';
import { medianDistance } from '../../src/drift/statistics/squared-distances';

const usage = `Usage: npm run --silent bench:drift -- [--json] [--digits N] [--permutations N] [--rounds N]

Times the MMD permutation test on two sets of 128 features against NumPy, in turns on the same data.

  --digits N        digits in each set (3500)
  --permutations N  permutations (1000)
  --rounds N        how often each side runs; the median counts (3)
  --json            {"ours", "numpy", "ratio"} in seconds on standard output and nothing else`;

const width = 128;
const numpyVersion = '2.2.6';

interface Side extends TestResult {
  readonly seconds: number;
}

command(async (argv, signal) => {
  const { digits, permutations, rounds, json, help } = options(argv);
  if (help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const interpreter = pythonWithNumpy();
  const folder = mkdtempSync(join(tmpdir(), 'inkdrift-bench-'));
  try {
    const [first, second] = [0, 0.02].map((shift) => sample(digits, shift));
    const bandwidth = medianDistance(first, width, 1);
    writeFileSync(join(folder, 'rows.f32'), bytes([first, second]));
    const ours: Side[] = [];
    const numpy: Side[] = [];
    for (let round = 0; round < rounds; round++) {
      signal.throwIfAborted();
      // In turns, so that a machine that slows down does so for both.
      const start = performance.now();
      const result = mmdTest(first, second, width, { bandwidth, permutations, seed: 1 });
      ours.push({ ...result, seconds: (performance.now() - start) / 1000 });
      numpy.push(timeNumpy(interpreter, folder, bandwidth, permutations));
    }
    check(ours[0], numpy[0]);
    const [a, b] = [ours, numpy].map((side) => median(side.map(({ seconds }) => seconds)));
    const ratio = a / b;
    if (json) {
      process.stdout.write(`${JSON.stringify({ ours: a, numpy: b, ratio })}\n`);
      return;
    }
    const line = (name: string, side: Side[], seconds: number): string =>
      `${name.padEnd(14)}${seconds.toFixed(2).padStart(8)} s   ${side[0].statistic.toExponential(4).padStart(11)}   ${side[0].p.toFixed(4)}`;
    process.stdout.write(
      `MMD, RBF kernel, 2 × ${digits} × ${width}, ${permutations} permutations; median of ${rounds}\n\n` +
        `${'side'.padEnd(14)}${'time'.padStart(8)}     ${'MMD²'.padStart(11)}   p\n` +
        `${line('ours', ours, a)}\n${line(`NumPy ${numpyVersion}`, numpy, b)}\n\nours / NumPy: ${ratio.toFixed(2)}\n`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Correlated features that are 0 half of the time, as behind a ReLU. */
function sample(count: number, shift: number): Float32Array {
  const stream = random(1, 'bench', shift);
  const rows = new Float32Array(count * width);
  for (let i = 0; i < count; i++) {
    const common = stream.normal();
    for (let k = 0; k < width; k++) {
      rows[i * width + k] = Math.max(0, shift + 0.5 * common * (k % 3) + stream.normal());
    }
  }
  return rows;
}

function bytes(parts: readonly Float32Array[]): Uint8Array {
  return Buffer.concat(parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)));
}

function timeNumpy(interpreter: string, folder: string, bandwidth: number, permutations: number): Side {
  const script = join(repository, 'test', 'bench', 'mmd_numpy.py');
  const args = [script, join(folder, 'rows.f32'), String(width), String(bandwidth), String(permutations)];
  const output = execFileSync(interpreter, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(output) as Side;
}

/** The same statistic on both sides, or the times mean nothing. */
function check(ours: Side, numpy: Side): void {
  if (Math.abs(ours.statistic - numpy.statistic) > 1e-5) {
    throw new Error(`the two sides differ: MMD² ${ours.statistic} here, ${numpy.statistic} in NumPy`);
  }
}

/** The project's Python where it has NumPy, else an environment of the benchmark's own under node_modules. */
function pythonWithNumpy(): string {
  const inVenv = (venv: string): string =>
    process.platform === 'win32' ? join(venv, 'Scripts', 'python.exe') : join(venv, 'bin', 'python');
  const own = inVenv(join(repository, '.venv'));
  if (has(own)) return own;
  const venv = join(repository, 'node_modules', '.cache', 'inkdrift-bench');
  const python = inVenv(venv);
  if (has(python)) return python;
  process.stderr.write(`installing NumPy ${numpyVersion} for the comparison\n`);
  try {
    const quiet = { stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] };
    if (!existsSync(python)) execFileSync(existsSync(own) ? own : 'python3', ['-m', 'venv', venv], quiet);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `numpy==${numpyVersion}`];
    execFileSync(python, pip, quiet);
  } catch (error) {
    throw new UserError(
      `NumPy couldn't be installed for the comparison (${messageOf(error)}): check that Python and its package index can be reached, then run the same again`,
    );
  }
  return python;
}

function has(python: string): boolean {
  if (!existsSync(python)) return false;
  try {
    const code = `import sys, numpy; sys.exit(numpy.__version__ != '${numpyVersion}')`;
    execFileSync(python, ['-c', code], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

function options(argv: string[]) {
  let values: { digits?: string; permutations?: string; rounds?: string; json?: boolean; help?: boolean };
  try {
    values = parseArgs({
      args: argv,
      options: {
        digits: { type: 'string', default: '3500' },
        permutations: { type: 'string', default: '1000' },
        rounds: { type: 'string', default: '3' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UserError(`${messageOf(error)}\n\n${usage}`);
  }
  const number = (name: 'digits' | 'permutations' | 'rounds', least: number): number => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value >= least) return value;
    throw new UserError(`--${name} is a whole number from ${least} up, not ${values[name]}`);
  };
  return {
    digits: number('digits', 2),
    permutations: number('permutations', 1),
    rounds: number('rounds', 1),
    json: values.json ?? false,
    help: values.help ?? false,
  };
}
