import { constants, existsSync } from 'node:fs';
import { access, chmod, lstat, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { readIfThere, writeWhole } from '../../common/files';
import { repository } from '../../common/workspace';

/** A browser that was unpacked, with what it takes to start it. */
export interface CarriedBrowser {
  path: string;
  args: string[];
  env: Record<string, string>;
}

/**
 * Unpacks the Chromium that the package `@sparticuz/chromium` carries, once for each project and version, and gives
 * the way to start it; undefined where the package has none for this machine (it is built for Linux x64).
 */
export async function carriedBrowser(): Promise<CarriedBrowser | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const entry = createRequire(__filename).resolve('@sparticuz/chromium');
  // …/@sparticuz/chromium/build/cjs/index.cjs
  const { version } = JSON.parse(
    await readFile(join(dirname(entry), '..', '..', 'package.json'), 'utf8'),
  ) as {
    version: string;
  };
  const folder = join(await cacheFolder(), `chromium-${version}`);
  if (!existsSync(join(folder, 'chromium'))) await unpack(folder);
  // It holds absolute paths, and the project may have been moved since.
  const fonts = join(folder, 'fonts', 'fonts.conf');
  const wanted = fontConfiguration(folder);
  if ((await readIfThere(fonts))?.toString() !== wanted) await writeWhole(fonts, wanted);

  const libraries = join(folder, 'al2023', 'lib');
  return {
    path: join(folder, 'chromium'),
    args: [
      '--headless=shell',
      '--no-zygote',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
    ],
    env: {
      // The carried one looks for its fonts in a fixed place.
      FONTCONFIG_PATH: join(folder, 'fonts'),
      // A bare system lacks libnspr4, libnss3 and their like.
      LD_LIBRARY_PATH: [process.env.LD_LIBRARY_PATH, libraries].filter(Boolean).join(delimiter),
    },
  };
}

/** The project's own cache, or a folder of this user's alone in the temporary one where that can't be written. */
export async function cacheFolder(
  usual = join(repository, 'node_modules', '.cache', 'inkdrift'),
  fallback = join(tmpdir(), `inkdrift-${userInfo().uid}`),
): Promise<string> {
  try {
    await mkdir(usual, { recursive: true });
    await access(usual, constants.W_OK);
    return usual;
  } catch {
    await mkdir(fallback, { mode: 0o700 }).catch(() => undefined);
    // Whoever made this folder could put a program of theirs in it for this user to run.
    const { uid, mode } = await lstat(fallback);
    const own = uid === userInfo().uid && (mode & constants.S_IFMT) === constants.S_IFDIR;
    return own && (mode & 0o777) === 0o700 ? fallback : await mkdtemp(`${fallback}-`);
  }
}

/**
 * Unpacks to a folder beside, then renames: a half-done first try leaves nothing that looks done, and two that
 * unpack at the same time don't meet.
 *
 * The package unpacks to the system's temporary folder only, which it asks for anew at every call; and its
 * libraries only where it believes itself on Lambda.
 */
async function unpack(folder: string): Promise<void> {
  const temporary = await mkdtemp(`${folder}.`);
  const before = { TMPDIR: process.env.TMPDIR, AWS: process.env.AWS_EXECUTION_ENV, ...libraryPaths() };
  try {
    process.env.TMPDIR = temporary;
    process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs22.x';
    const { default: carried } = await import('@sparticuz/chromium');
    const path = await carried.executablePath();
    await chmod(path, 0o755);
    await rename(temporary, folder).catch((error: unknown) => {
      if (!existsSync(join(folder, 'chromium'))) throw error;
    });
  } finally {
    restore('TMPDIR', before.TMPDIR);
    restore('AWS_EXECUTION_ENV', before.AWS);
    restore('LD_LIBRARY_PATH', before.LD_LIBRARY_PATH);
    restore('FONTCONFIG_PATH', before.FONTCONFIG_PATH);
    restore('HOME', before.HOME);
    await rm(temporary, { recursive: true, force: true });
  }
}

function fontConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}

// Importing the package sets these for the whole process.
function libraryPaths(): Record<'LD_LIBRARY_PATH' | 'FONTCONFIG_PATH' | 'HOME', string | undefined> {
  const { LD_LIBRARY_PATH, FONTCONFIG_PATH, HOME } = process.env;
  return { LD_LIBRARY_PATH, FONTCONFIG_PATH, HOME };
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
