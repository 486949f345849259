import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { repository } from '../../src/common/workspace';
import { digitsHash } from '../../src/dataset/digits-hash';
import { type LoadMnistOptions, loadMnist } from '../../src/dataset/mnist';
import { standInBanner } from '../../src/dataset/stand-in-banner';
import { classCounts } from '../../src/dataset/subset';
import { type LoopbackServer, serve } from './server';

const real = resolve(process.env.MNIST_DIR || join(repository, '..', 'shared', 'data', 'mnist'));
const names = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
];
const there = names.every((name) => existsSync(join(real, `${name}.gz`)));
const withReal = describe.skipIf(!there);

let root: string;
let servers: LoopbackServer[];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'inkdrift-mnist-'));
  vi.stubEnv('INKDRIFT_WORKSPACE', root);
  vi.stubEnv('MNIST_DIR', '');
  servers = [];
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(servers.map((server) => server.close()));
  await rm(root, { recursive: true, force: true });
});

/** Loads with nothing but the workspace to be found, and small sets where a stand-in is drawn. */
function alone(options: LoadMnistOptions): ReturnType<typeof loadMnist> {
  const limits = { answer: 300, stall: 300, pause: 5, ...options.limits };
  return loadMnist({
    beside: join(root, 'none'),
    mirrors: [],
    trainCount: 50,
    testCount: 20,
    ...options,
    limits,
  });
}

async function mirror(listener: RequestListener): Promise<string> {
  const server = await serve(listener);
  servers.push(server);
  return server.url;
}

const honest: RequestListener = (request, response) => {
  readFile(join(real, basename(request.url ?? ''))).then(
    (bytes) => response.end(bytes),
    () => response.writeHead(404).end(),
  );
};

/** An IDX file of zeros with the right header, gzipped: a lie that only the checksum finds. */
function zeros(name: string): Buffer {
  const count = name.startsWith('train') ? 60_000 : 10_000;
  const axes = name.includes('images') ? [count, 28, 28] : [count];
  const bytes = Buffer.alloc(4 + 4 * axes.length + axes.reduce((product, n) => product * n, 1));
  bytes.writeUInt32BE(0x0800 | axes.length, 0);
  for (const [axis, length] of axes.entries()) bytes.writeUInt32BE(length, 4 + 4 * axis);
  return gzipSync(bytes, { level: 1 });
}

withReal('loadMnist, with the real MNIST at hand', () => {
  it('reads 60,000 and 10,000 digits with the published counts of each', async () => {
    const mnist = await loadMnist({ folder: real });
    expect(mnist.source.kind).toBe('folder');
    expect(mnist.train.images.length).toBe(60_000 * 784);
    expect(mnist.test.images.length).toBe(10_000 * 784);
    expect(mnist.train.scale).toBe(1 / 255);
    expect(classCounts(mnist.train.labels)).toEqual([
      5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949,
    ]);
    expect(classCounts(mnist.test.labels)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    // The first digits of each part, as every tutorial shows them.
    expect([...mnist.train.labels.subarray(0, 5)]).toEqual([5, 0, 4, 1, 9]);
    expect([...mnist.test.labels.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4]);
    // The mean and deviation that are commonly used to normalise it: 0.1307 and 0.3081.
    let [sum, squares] = [0, 0];
    for (const byte of mnist.train.images) {
      sum += byte / 255;
      squares += (byte / 255) ** 2;
    }
    const mean = sum / mnist.train.images.length;
    expect(mean).toBeCloseTo(0.1307, 4);
    expect(Math.sqrt(squares / mnist.train.images.length - mean ** 2)).toBeCloseTo(0.3081, 4);
  });

  it('takes a seeded subset with the classes in proportion', async () => {
    const one = await loadMnist({ folder: real, trainCount: 1000, testCount: 500, seed: 1 });
    const again = await loadMnist({ folder: real, trainCount: 1000, testCount: 500, seed: 1 });
    const other = await loadMnist({ folder: real, trainCount: 1000, testCount: 500, seed: 2 });
    expect(classCounts(one.train.labels)).toEqual(
      [99, 112, 99, 102, 97, 90, 99, 104, 98, 99].map((n) => expect.closeTo(n, -0.5)),
    );
    expect(one.train.labels.length).toBe(1000);
    expect(one.test.labels.length).toBe(500);
    expect(digitsHash(one.train)).toBe(digitsHash(again.train));
    expect(digitsHash(one.train)).not.toBe(digitsHash(other.train));
  });

  it('takes plain files under either name, from the folder that MNIST_DIR names', async () => {
    for (const [i, name] of names.entries()) {
      const bytes = gunzipSync(await readFile(join(real, `${name}.gz`)));
      await writeFile(join(root, i % 2 ? name : name.replace('-idx', '.idx')), bytes);
    }
    vi.stubEnv('MNIST_DIR', root);
    expect((await alone({ trainCount: 10 })).source).toEqual({ kind: 'folder', where: root });
  });

  it('downloads into data/mnist what is not there, past mirrors that fail or lie', async () => {
    const lies = await mirror((request, response) => response.end(zeros(basename(request.url ?? ''))));
    const fails = await mirror((_request, response) => response.writeHead(500).end());
    const page = await mirror((_request, response) => response.end('<html>welcome to the hotel</html>'));
    const cut = await mirror((request, response) => {
      readFile(join(real, basename(request.url ?? ''))).then((bytes) =>
        response.end(bytes.subarray(0, 3000)),
      );
    });
    const good = await mirror(honest);
    const mnist = await alone({ mirrors: [lies, fails, page, cut, good] });
    expect(mnist.source).toEqual({ kind: 'mirror', where: good });
    const cache = join(root, 'data', 'mnist');
    expect((await readdir(cache)).sort()).toEqual(names.map((name) => `${name}.gz`).sort());

    const asked = servers.flatMap((server) => server.asked).length;
    expect((await alone({ mirrors: [good] })).source.kind).toBe('cache');
    expect(servers.flatMap((server) => server.asked).length).toBe(asked);
  });

  it('downloads only the files that an interrupted run has not left', async () => {
    const cache = join(root, 'data', 'mnist');
    await mkdir(cache, { recursive: true });
    for (const name of names.slice(0, 3)) await copyFile(join(real, `${name}.gz`), join(cache, `${name}.gz`));
    const good = await mirror(honest);
    expect((await alone({ mirrors: [good] })).source.kind).toBe('mirror');
    expect(servers[0].asked).toEqual([`/${names[3]}.gz`]);
  });

  it('keeps a file that a server inflates on its way', async () => {
    const plain = await mirror((request, response) => {
      readFile(join(real, basename(request.url ?? ''))).then((bytes) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes),
      );
    });
    expect((await alone({ mirrors: [plain] })).source.kind).toBe('mirror');
    expect((await readdir(join(root, 'data', 'mnist'))).sort()).toEqual([...names].sort());
  });

  it('refuses a folder with one wrong file, naming it and both checksums', async () => {
    for (const name of names) await copyFile(join(real, `${name}.gz`), join(root, `${name}.gz`));
    await writeFile(join(root, `${names[3]}.gz`), zeros(names[3]));
    await expect(alone({ folder: root })).rejects.toThrow(
      /t10k-labels-idx1-ubyte\.gz isn't MNIST's .*: expected the sha256 ff7bcfd4[0-9a-f]{56} .* found [0-9a-f]{64}/,
    );
    await copyFile(join(real, `${names[1]}.gz`), join(root, `${names[3]}.gz`));
    await expect(alone({ folder: root })).rejects.toThrow(/t10k-labels-idx1-ubyte\.gz: expected 10008 bytes/);
  });

  it('refuses a wrong file in data/mnist instead of passing over it', async () => {
    const cache = join(root, 'data', 'mnist');
    await mkdir(cache, { recursive: true });
    for (const name of names) await copyFile(join(real, `${name}.gz`), join(cache, `${name}.gz`));
    await writeFile(join(cache, `${names[1]}.gz`), zeros(names[1]));
    await expect(alone({})).rejects.toThrow(/train-labels-idx1-ubyte\.gz isn't MNIST's/);
  });
});

describe('loadMnist', () => {
  it('refuses a folder that was given and lacks files, whatever else could be had', async () => {
    await expect(alone({ folder: join(root, 'nowhere') })).rejects.toThrow(
      /nowhere: expected MNIST's four files/,
    );
    await writeFile(join(root, `${names[0]}.gz`), '');
    vi.stubEnv('MNIST_DIR', root);
    await expect(alone({})).rejects.toThrow(/lacks train-labels-idx1-ubyte, t10k-images/);
  });

  it('refuses a count that MNIST does not have', async () => {
    await expect(alone({ trainCount: 60_001 })).rejects.toThrow(/from 1 to 60000, got 60001/);
    await expect(alone({ testCount: 0 })).rejects.toThrow(/from 1 to 10000, got 0/);
  });

  it('draws the stand-in within seconds where no mirror answers, and says why', async () => {
    const mute = await mirror(() => undefined);
    const gone = await serve(() => undefined);
    await gone.close();
    const start = performance.now();
    const mnist = await alone({ mirrors: [mute, gone.url] });
    expect(performance.now() - start).toBeLessThan(3000);
    expect(mnist.source.kind).toBe('stand-in');
    expect(mnist.source.where).toMatch(/virtual writers, seed 0 .*no answer within 0.3 s.*ECONNREFUSED/);
    expect(standInBanner).toMatch(/NOT MNIST/);
    await expect(readdir(join(root, 'data', 'mnist'))).rejects.toThrow(/ENOENT/);
  });

  it('keeps nothing of mirrors that all lie', async () => {
    const liars = [
      await mirror((request, response) => response.end(zeros(basename(request.url ?? '')))),
      await mirror((_request, response) => response.end(gzipSync(Buffer.from('something else')))),
    ];
    const mnist = await alone({ mirrors: liars });
    expect(mnist.source.kind).toBe('stand-in');
    expect(mnist.source.where).toMatch(/isn't MNIST's train-images.*not an IDX file/);
    await expect(readdir(join(root, 'data', 'mnist'))).rejects.toThrow(/ENOENT/);
  });

  it('stops where it is when it is aborted', async () => {
    const controller = new AbortController();
    const mute = await mirror(() => controller.abort(new Error('enough')));
    await expect(alone({ mirrors: [mute], signal: controller.signal })).rejects.toThrow('enough');
  });
});
