import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { messageOf, UserError } from '../../common/errors';
import { carriedBrowser } from './carried-browser';

/** A browser that is running. */
export interface RunningBrowser {
  browser: Browser;
  /** Its name and version, for the provenance: `Chromium 147.0.7727.0 (carried by @sparticuz/chromium)`. */
  label: string;
}

interface Candidate {
  path: string;
  /** Where it was found. */
  origin: string;
  /** What this one needs beside the arguments of all. */
  args: string[];
  env?: Record<string, string>;
}

/** How long a browser may take to answer, in ms. */
const startTimeout = 30_000;

/**
 * Starts a browser without a window, hands it to `use` and closes it whatever happens.
 *
 * Tried in turn: the one that `INKDRIFT_BROWSER` names, which must then start; an installed Chrome, Chromium or
 * Edge; the Chromium that `@sparticuz/chromium` carries (Linux x64 only). Throws a `UserError` that says why each
 * failed where none starts.
 */
export async function withBrowser<T>(use: (running: RunningBrowser) => Promise<T>): Promise<T> {
  const running = await startBrowser();
  try {
    return await use(running);
  } finally {
    await running.close();
  }
}

/** Starts a browser as `withBrowser` does; whoever calls this has to call `close`. */
export async function startBrowser(): Promise<RunningBrowser & { close(): Promise<void> }> {
  const failures: string[] = [];
  for await (const candidate of candidates(failures)) {
    // A home of its own keeps the user's profile, fonts cache and crash reports out of it.
    const home = await mkdtemp(join(tmpdir(), 'inkdrift-browser-'));
    try {
      const browser = await chromium.launch({
        executablePath: candidate.path,
        args: [...commonArguments(), ...candidate.args],
        env: { ...environment(), ...candidate.env, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
        timeout: startTimeout,
        handleSIGINT: false,
        // The pages are our own; a sandbox that this system forbids (containers, root) would leave no browser.
        chromiumSandbox: false,
      });
      const close = async (): Promise<void> => {
        await browser.close().catch(() => undefined);
        await rm(home, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
      };
      return { browser, label: `${nameOf(candidate)} ${browser.version()} (${candidate.origin})`, close };
    } catch (error) {
      await rm(home, { recursive: true, force: true }).catch(() => undefined);
      failures.push(`${candidate.path}: ${firstLines(messageOf(error))}`);
    }
  }
  throw new UserError(
    `no browser starts, and the report's pictures need one: install Chrome, Chromium or Edge, or name one in ` +
      `INKDRIFT_BROWSER${failures.map((failure) => `\n  ${failure}`).join('')}`,
  );
}

async function* candidates(failures: string[]): AsyncGenerator<Candidate> {
  const named = process.env.INKDRIFT_BROWSER;
  if (named) {
    if (!existsSync(named)) throw new UserError(`INKDRIFT_BROWSER names ${named}, which doesn't exist`);
    yield { path: named, origin: 'named by INKDRIFT_BROWSER', args: [] };
    return;
  }
  for (const path of installedBrowsers()) yield { path, origin: 'installed', args: [] };
  try {
    const carried = await carriedBrowser();
    if (carried) yield { ...carried, origin: 'carried by @sparticuz/chromium' };
  } catch (error) {
    failures.push(`@sparticuz/chromium: ${messageOf(error)}`);
  }
}

/** The browsers of Chromium's family in the usual places of this system and on the path, best known first. */
export function installedBrowsers(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  exists: (path: string) => boolean = existsSync,
): string[] {
  return [...new Set(usualPlaces(platform, env))].filter((path) => exists(path));
}

function usualPlaces(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string[] {
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(Boolean) as string[];
    const programs = [
      'Google\\Chrome\\Application\\chrome.exe',
      'Chromium\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ];
    return programs.flatMap((program) => roots.map((root) => `${root}\\${program}`));
  }
  if (platform === 'darwin') {
    const programs = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    const roots = ['/Applications', join(env.HOME ?? '', 'Applications')];
    return programs.flatMap((name) => roots.map((root) => `${root}/${name}.app/Contents/MacOS/${name}`));
  }
  const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge'];
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/opt/google/chrome'];
  return names.flatMap((name) => folders.filter(Boolean).map((folder) => join(folder, name)));
}

/** No request of the browser's own, and the same fonts everywhere. */
function commonArguments(): string[] {
  return [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-sync',
    '--no-pings',
    '--no-first-run',
    '--no-default-browser-check',
    '--font-render-hinting=none',
    // Containers often give /dev/shm only 64 MB, too little for a page of this size.
    '--disable-dev-shm-usage',
  ];
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function nameOf({ path }: Candidate): string {
  if (/edge/i.test(path)) return 'Edge';
  return /google|chrome(-stable|\.exe)?$/i.test(path) ? 'Chrome' : 'Chromium';
}

/** The first of playwright's many lines, and the browser's own last words. */
function firstLines(message: string): string {
  const lines = message.split('\n').map((line) => line.trim());
  const words = lines.find((line) => /error while loading|No usable sandbox|cannot open/i.test(line));
  return [lines[0], words?.replace(/^.*\[err\]\s*/, '')].filter(Boolean).join('; ');
}
