import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../src/capture/store';
import { sha256 } from '../../src/common/files';
import { type Random, random } from '../../src/common/random';
import { repository } from '../../src/common/workspace';

const kills = 200;
const lanes = 4;

let root: string;
let child: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'inkdrift-kills-'));
  // One file of plain JavaScript starts several times as fast as TypeScript does.
  child = join(root, 'child.cjs');
  await build({
    entryPoints: [join(__dirname, 'capture-child.ts')],
    outfile: child,
    bundle: true,
    platform: 'node',
    external: ['sharp', '@tensorflow/tfjs-node'],
  });
});
afterAll(() => rm(root, { recursive: true }));

/** Lets a capture run, kills it at a moment that the stream chooses, and waits until it is gone. */
async function killOne(folder: string, stream: Random): Promise<void> {
  // Some while it opens the folder and makes it agree with its manifest, most while it takes photos.
  const opening = stream.uniform() < 0.25;
  const moment = stream.between(0, opening ? 60 : 25);
  // Counted in shots and not in time, so that a slow machine gets as far as a fast one.
  const shots = opening ? 0 : 1 + stream.integer(12);
  const running = spawn(process.execPath, [child, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_PATH: join(repository, 'node_modules') },
  });
  const gone = new Promise<string | null>((resolve) =>
    running.on('exit', (_code, signal) => resolve(signal)),
  );
  await new Promise<void>((resolve) => {
    let told = '';
    running.stdout.on('data', (text: Buffer) => {
      told += text.toString();
      // The first line says that the program has started, each of the others that a shot has landed.
      if (told.split('\n').length - 2 >= shots) resolve();
    });
  });
  await new Promise((resolve) => setTimeout(resolve, moment));
  running.kill('SIGKILL');
  expect(await gone).toBe('SIGKILL');
}

/** The whole lines of a manifest; what a kill left unfinished is none. */
async function linesOf(folder: string): Promise<string[]> {
  const path = join(folder, 'manifest.jsonl');
  return existsSync(path) ? (await readFile(path, 'utf8')).split('\n').slice(0, -1) : [];
}

test(`${kills} random kills lose no photo that the manifest names and leave no line without its photo`, async () => {
  let photos = 0;
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      const folder = join(root, String(lane));
      const stream = random(5, 'kills', lane);
      let before: string[] = [];
      for (let k = 0; k < kills / lanes; k++) {
        await killOne(folder, stream);
        const lines = await linesOf(folder);
        // What stood there after the last kill still stands, and each new line has its photo, whole.
        expect(lines.slice(0, before.length)).toEqual(before);
        for (const line of lines.slice(before.length)) {
          const { file, sha256: sum } = JSON.parse(line) as { file: string; sha256: string };
          expect(sha256(await readFile(join(folder, file)))).toBe(sum);
        }
        before = lines;
      }
      const store = await openStore(folder);
      try {
        expect(store.shots).toHaveLength(before.length);
        for (const { file, sha256: sum } of store.shots)
          expect(sha256(await readFile(join(folder, file)))).toBe(sum);
      } finally {
        await store.close();
      }
      photos += before.length;
    }),
  );
  expect(photos).toBeGreaterThan(kills);
});
