import { mkdtemp, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBrowser, startBrowser } from '../../../src/report/render/browser';
import { renderReport } from '../../../src/report/render/report';
import { collectResults } from '../../../src/report/render/results';
import type { Notebook } from '../../../src/report/run/notebook-file';
import { code, markdown, notebook, training } from './fixture';

let folder: string;
let report: string;
let page: Page;
let running: RunningBrowser & { close(): Promise<void> };
const trouble: string[] = [];
const requests: string[] = [];
const details: string[] = [];

const head = `<section class="inkdrift-head"><h1>Why a digit reader fails on other people's digits</h1>
<p class="inkdrift-banner" role="note">The photos were taken by the simulated camera.</p>
<h2>Verdict</h2><p class="inkdrift-lead">Each model reads its own data well and fails on the other's.</p>
<p>Most of the fall comes from polarity and scale.</p>
<ul class="inkdrift-figures"><li><strong>225,034</strong> <span>parameters in the model</span></li><li><strong>3,550</strong> <span>photos of digits, 355 of each</span></li><li><strong>60,000</strong> <span>MNIST digits</span></li><li><strong>98.9 %</strong> <span>on MNIST's test set</span></li></ul></section>`;
const tail =
  '<section class="inkdrift-foot"><h1>Provenance</h1><dl class="inkdrift-provenance"><dt>commit</dt><dd>0123456789abcdef</dd><dt>machine</dt><dd>linux x64</dd></dl></section>';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkdrift-test-report-'));
  const paths = [join(folder, '03-model.ipynb'), join(folder, '04-training.ipynb')];
  const plain = notebook([markdown('No heading of its own.\n\n## Training'), code('summary(model)')]);
  await writeFile(paths[0], JSON.stringify(plain));
  await writeFile(paths[1], JSON.stringify(training()));

  running = await startBrowser();
  report = await renderReport({
    executed: paths,
    title: 'Why a digit reader fails',
    head,
    tail,
    reports: join(folder, 'reports'),
    time: new Date(2026, 10, 23, 22, 13, 5),
    files: { 'report.json': '{}' },
    browser: running,
    pdf: true,
    onProgress: ({ detail }) => detail && details.push(detail),
  });

  page = await running.browser.newPage({ viewport: { width: 1360, height: 900 } });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) trouble.push(message.text());
  });
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('requestfailed', (request) => trouble.push(`failed: ${request.url()}`));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(join(report, 'index.html')).href);
  await page.waitForSelector('html[data-figures=drawn]', { timeout: 20_000, state: 'attached' });
}, 60_000);

afterAll(async () => {
  await running?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('renderReport', () => {
  it('names the folder by the time and points latest to it, with all its files', async () => {
    expect(report).toBe(join(folder, 'reports', '2026-11-23T22-13-05'));
    expect(await readlink(join(folder, 'reports', 'latest'))).toBe('2026-11-23T22-13-05');
    for (const file of ['index.html', 'report.json', 'report.pdf', 'notebooks/03-model.ipynb']) {
      expect((await stat(join(report, file))).size).toBeGreaterThan(1);
    }
  });

  it('draws every figure live', async () => {
    expect(await page.locator('figure.figure').count()).toBe(2);
    expect(await page.locator('figure.is-live .live svg.main-svg').first().isVisible()).toBe(true);
    expect(await page.locator('figure.figure:has(.live svg.main-svg)').count()).toBe(2);
    expect(await page.locator('figure.figure > img').first().isVisible()).toBe(false);
    expect(await page.locator('.live .scatterlayer .trace').count()).toBe(2);
  });

  it('gives a live figure the name of its picture', async () => {
    const live = page.getByRole('img', { name: 'Most pictures lie on the diagonal.' });
    expect(await live.count()).toBe(1);
    expect(await live.getAttribute('class')).toContain('live');
  });

  it('asks for nothing but itself and leaves no word in the console', () => {
    const outside = requests.filter((url) => !/^(file|data|blob):/.test(url));
    expect(outside).toEqual([]);
    expect(requests.filter((url) => url.startsWith('file:'))).toHaveLength(1);
    expect(trouble).toEqual([]);
  });

  it('has a table of contents whose every link leads somewhere', async () => {
    const links = await page
      .locator('.contents a')
      .evaluateAll((all) => all.map((a) => [a.textContent, a.getAttribute('href')]));
    expect(links).toEqual([
      ['Summary', '#summary'],
      ['03-model', '#03-model'],
      ['Training', '#03-model-training'],
      ['Training', '#04-training-training'],
      ['How the loss falls', '#04-training-how-the-loss-falls'],
      ['Confusion', '#04-training-confusion'],
      ['Provenance', '#provenance'],
    ]);
    const ids = await page.locator('[id]').evaluateAll((all) => all.map((each) => each.id));
    for (const [, href] of links) expect(ids.filter((id) => `#${id}` === href)).toHaveLength(1);
  });

  it('shows the parameters of the run and not the cell that set them', async () => {
    const rows = await page.locator('table.parameters tr').allInnerTexts();
    expect(rows.map((row) => row.split('\t').map((text) => text.trim()))).toEqual([
      ['epochs', '3', 'set for this run (default 20)', 'How often the model sees every picture'],
      ['trainer', "'fit'", 'default', 'Which trainer runs it'],
      ['fresh', 'false', 'default', 'Train anew even where a model is saved'],
    ]);
    expect(await page.getByText('var epochs').count()).toBe(0);
  });

  it('shows errors and warnings as text, not as markup', async () => {
    expect(await page.locator('.error').textContent()).toContain('no such <layer>');
    expect(await page.locator('pre.stderr').textContent()).toContain('<b>warning</b>');
    expect(await page.locator('.machine').allInnerTexts()).toContain('The result is kept with this cell.');
  });

  it('folds the code, and unfolds all of it at once', async () => {
    const source = page.locator('details.code pre').first();
    expect(await source.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Show all code' }).click();
    expect(await source.isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Hide all code' }).click();
    expect(await source.isVisible()).toBe(false);
  });

  it('prints the pictures instead of the live figures', async () => {
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('figure.figure > img').first().isVisible()).toBe(true);
    expect(await page.locator('figure.figure > .live').first().isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
  });

  it('fits a narrow screen without scrolling sideways', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth), { timeout: 3000 })
      .toBeLessThanOrEqual(390);
    await page.setViewportSize({ width: 1360, height: 900 });
  });

  it('leaves a PNG with every figure of the notebooks and keeps the figure', async () => {
    const text = await readFile(join(report, 'notebooks', '04-training.ipynb'), 'utf8');
    const outputs = (JSON.parse(text) as Notebook).cells.flatMap((cell) => cell.outputs ?? []);
    const figures = outputs.filter((output) => output.data?.['application/vnd.plotly.v1+json']);
    expect(figures).toHaveLength(2);
    for (const { data } of figures) {
      const png = Buffer.from(String(data?.['image/png']), 'base64');
      expect(png.subarray(1, 4).toString()).toBe('PNG');
    }
    // Drawn at twice the 820×380 of the layout.
    const first = Buffer.from(String(figures[0].data?.['image/png']), 'base64');
    expect([first.readUInt32BE(16), first.readUInt32BE(20)]).toEqual([1640, 760]);
  });

  it('says what it is doing', () => {
    expect(details).toEqual(['figures of 04-training', 'figures of 04-training', 'page', 'PDF']);
  });
});

describe('collectResults', () => {
  it('takes the last result of a notebook and how long it took', async () => {
    const paths = ['03-model', '04-training'].map((name) => join(folder, `${name}.ipynb`));
    expect(await collectResults(paths)).toEqual({
      results: { '04-training': { training: [1, 2] } },
      stages: [
        { notebook: '03-model', seconds: 0 },
        { notebook: '04-training', seconds: 62.4 },
      ],
    });
  });
});
