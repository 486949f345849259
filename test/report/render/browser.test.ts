import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { installedBrowsers, withBrowser } from '../../../src/report/render/browser';

afterEach(() => vi.unstubAllEnvs());

it('looks for browsers on the path and in the usual places, the best known first', () => {
  const there = ['/opt/bin/chromium', '/usr/bin/google-chrome'];
  expect(installedBrowsers('linux', { PATH: '/opt/bin:/usr/bin' }, (path) => there.includes(path))).toEqual([
    '/usr/bin/google-chrome',
    '/opt/bin/chromium',
  ]);
  const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
  const windows = { PROGRAMFILES: 'C:\\Program Files', 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' };
  expect(installedBrowsers('win32', windows, (path) => path === edge)).toEqual([edge]);
  const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  expect(installedBrowsers('darwin', { HOME: '/Users/ada' }, (path) => path === chrome)).toEqual([chrome]);
});

it('refuses a named browser that is not there', async () => {
  vi.stubEnv('INKDRIFT_BROWSER', '/nowhere/chrome');
  await expect(withBrowser(async () => 1)).rejects.toThrow(
    "INKDRIFT_BROWSER names /nowhere/chrome, which doesn't exist",
  );
});

it('says why a named browser does not start, and takes no other', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inkdrift-test-browser-'));
  const path = join(folder, 'browser');
  await writeFile(
    path,
    '#!/bin/sh\necho "error while loading shared libraries: libnss3.so" >&2\nexit 127\n',
    { mode: 0o755 },
  );
  vi.stubEnv('INKDRIFT_BROWSER', path);
  await expect(withBrowser(async () => 1)).rejects.toThrow(/no browser starts.*browser: .*libnss3\.so/s);
  await rm(folder, { recursive: true });
});

it('closes the browser when its use fails, and names its version', async () => {
  let connected = (): boolean => true;
  const failing = withBrowser(async ({ browser, label }) => {
    connected = () => browser.isConnected();
    expect(label).toMatch(/^(Chrome|Chromium|Edge) \d+\.[\d.]+ \(.+\)$/);
    throw new Error('no use');
  });
  await expect(failing).rejects.toThrow('no use');
  expect(connected()).toBe(false);
});
