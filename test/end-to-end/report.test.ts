import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { repository } from '../../src/common/workspace';
import { withBrowser } from '../../src/report/render/browser';
import { projectPython } from '../../src/report/run/python';
import { Report } from '../../src/report/schema';

// A small run of everything: five notebooks, two epochs, twenty photos of each digit, a thousand of MNIST's.
const small = [
  '--epochs',
  '2',
  '--per-class',
  '20',
  '--mnist-train',
  '1000',
  '--mnist-test',
  '500',
  '--damaged',
  '100',
  '--replicates',
  '50',
  '--aa-splits',
  '20',
  '--shift-runs',
  '2',
  '--map-digits',
  '50',
  '--trial-epochs',
  '1',
  '--trial-seeds',
  '1',
  '--curve-seeds',
  '1',
  '--cure-epochs',
  '1',
  '--cure-seeds',
  '1',
];

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

let workspace: string;
let outcome: Outcome;
let report: Report;

function run(script: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const tsx = join(repository, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [tsx, join(repository, 'src', 'cli', script), ...args],
      { cwd: repository, env: { ...process.env, INKDRIFT_WORKSPACE: workspace, ...env }, maxBuffer: 64e6 },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
        resolve({ code, stdout, stderr });
      },
    );
  });
}

beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'inkdrift-run-'));
  outcome = await run('start.ts', small);
  if (outcome.code === 0) {
    report = Report.parse(
      JSON.parse(await readFile(join(workspace, 'reports', 'latest', 'report.json'), 'utf8')),
    );
  }
});
afterAll(() => rm(workspace, { recursive: true, force: true }));

test('all five notebooks run and leave one report', async () => {
  expect(outcome.stderr).not.toContain('Error');
  expect(outcome.code).toBe(0);
  expect(existsSync(resolve(repository, outcome.stdout.trim()))).toBe(true);
  const folder = join(workspace, 'reports', 'latest');
  expect(await readdir(folder)).toEqual(expect.arrayContaining(['index.html', 'notebooks', 'report.json']));
  expect(await readdir(join(folder, 'notebooks'))).toHaveLength(5);
});

test('the report holds the figures of this very run', () => {
  expect(report.model.parameters).toBe(225_034);
  expect(report.data.custom).toMatchObject({ images: 200, train: 160, validation: 40 });
  expect(report.data.mnist).toMatchObject({ train: 1000, test: 500 });
  expect(report.training.map(({ model, pipeline, epochs }) => ({ model, pipeline, epochs }))).toEqual([
    { model: 'custom', pipeline: 'as-shot', epochs: 2 },
    { model: 'custom', pipeline: 'mnist', epochs: 2 },
    { model: 'mnist', pipeline: 'mnist', epochs: 2 },
  ]);
  for (const { history } of report.training) {
    for (const series of Object.values(history)) expect(series).toHaveLength(2);
  }
  expect(report.matrix).toHaveLength(8);
  for (const { gap, shares } of report.drift.attribution) {
    expect(shares.reduce((sum, share) => sum + share.value, 0)).toBeCloseTo(gap, 6);
  }
  for (const pipeline of ['as-shot', 'mnist']) {
    expect(report.drift.properties.filter((one) => one.pipeline === pipeline)).toHaveLength(11);
    const tests = report.drift.tests.filter((one) => one.pipeline === pipeline);
    expect(tests).toHaveLength(10);
    for (const { aa } of tests) expect(aa?.splits).toBe(20);
  }
  expect(report.drift.silent).toHaveLength(8);
  expect(report.drift.cure.points.map((point) => point.k)).toContain(5);
  expect(report.stages.map((stage) => stage.notebook)).toEqual([
    '01-capture',
    '02-balance',
    '03-model',
    '04-training',
    '05-drift',
  ]);
  expect(report.provenance.parameters).toMatchObject({ epochs: 2, perClass: 20, seed: 1 });
});

test('report.json fits the JSON schema beside it, by a validator of another hand', async () => {
  const check = `
import json, sys, jsonschema
report, schema = (json.load(open(path)) for path in sys.argv[1:])
jsonschema.Draft202012Validator.check_schema(schema)
jsonschema.validate(report, schema)
report["drift"]["tests"][0]["p"] = 2
try:
    jsonschema.validate(report, schema)
except jsonschema.ValidationError as error:
    print(error.json_path)`;
  const folder = join(workspace, 'reports', 'latest');
  const files = ['report.json', report.$schema ?? ''].map((name) => join(folder, name));
  const { stdout } = await promisify(execFile)(projectPython(), ['-c', check, ...files]);
  expect(stdout.trim()).toBe('$.drift.tests[0].p');
});

test('even two epochs on a thousand digits show that preparation matters', () => {
  const accuracy = (model: string, data: string, pipeline: string): number =>
    report.matrix.find((cell) => cell.model === model && cell.data === data && cell.pipeline === pipeline)
      ?.accuracy ?? Number.NaN;
  expect(accuracy('mnist', 'mnist', 'mnist')).toBeGreaterThan(0.6);
  expect(accuracy('mnist', 'custom', 'as-shot')).toBeLessThan(0.35);
  expect(accuracy('mnist', 'custom', 'mnist')).toBeGreaterThan(accuracy('mnist', 'custom', 'as-shot') + 0.1);
});

test('the page draws every figure, asks no other host for anything and has no errors', async () => {
  await withBrowser(async ({ browser }) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!/^(file|data|blob):/.test(request.url())) complaints.push(`a request to ${request.url()}`);
    });
    await page.goto(pathToFileURL(join(workspace, 'reports', 'latest', 'index.html')).href);
    const figures = page.locator('.figure');
    const count = await figures.count();
    expect(count).toBeGreaterThanOrEqual(10);
    for (let i = 0; i < count; i++) {
      await figures.nth(i).scrollIntoViewIfNeeded();
      await figures.nth(i).locator('svg.main-svg').first().waitFor({ timeout: 15_000 });
    }
    expect(complaints).toEqual([]);
  });
});

test('the page opens with the verdict and names the simulated camera', async () => {
  const page = await readFile(join(workspace, 'reports', 'latest', 'index.html'), 'utf8');
  const verdictAt = page.indexOf(report.verdict[1].slice(0, 40));
  expect(verdictAt).toBeGreaterThan(0);
  expect(verdictAt).toBeLessThan(page.indexOf('Digits on sheets of paper are photographed'));
  expect(report.banners.join(' ')).toContain('simulated');
});

test('a model of the run reads photos sorted by digit, and refuses what is no photo', async () => {
  const photos = join(workspace, 'photos to read');
  const custom = join(workspace, 'data', 'custom', 'photos');
  for (const digit of ['0', '1']) {
    await mkdir(join(photos, digit), { recursive: true });
    for (const name of (await readdir(join(custom, digit))).slice(0, 3)) {
      await writeFile(join(photos, digit, name), await readFile(join(custom, digit, name)));
    }
  }
  await writeFile(join(photos, '1', 'broken.jpg'), 'this is no photo');
  const { code, stdout } = await run('evaluate.ts', ['--model', 'mnist', '--photos', photos, '--json']);
  expect(code).toBe(0);
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({ count: 7, refused: 1 });
  expect(result.photos).toHaveLength(7);
  const broken = result.photos.find((photo: { file: string }) => photo.file === '1/broken.jpg');
  expect(broken).toMatchObject({ label: 1, predicted: null, confidence: null });
  expect(broken.refused).toContain('broken.jpg');
});

test('an unknown parameter and one of the wrong type are refused by name before anything runs', async () => {
  const unknown = await run('start.ts', ['--epoch', '3']);
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain('--epoch');
  expect(unknown.stderr).toContain('--epochs');
  const wrong = await run('start.ts', ['--epochs', 'many']);
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain('many');
});

test('a notebook that fails is named with its cell, in one line, and the exit code is 1', async () => {
  const { code, stderr } = await run('start.ts', [
    '--camera',
    'folder',
    '--photos',
    join(workspace, 'nowhere'),
  ]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/01-capture, cell \d+: .*nowhere/);
  expect(stderr).not.toMatch(/\n\s+at /);
});
