import { relative, resolve } from 'node:path';
import { UserError } from '../common/errors';
import type { LongWork } from '../common/progress';
import type { Seed } from '../common/random';
import { repository, workspace } from '../common/workspace';
import type { Digits } from './digits';
import type { DownloadLimits } from './download';
import { fetchParts, mirrors as publicMirrors } from './mirrors';
import { acceptedNames, findParts, type MnistPart, mnistFiles, mnistParts, readPart } from './mnist-files';
import { standIn } from './stand-in';
import { subset } from './subset';

/** MNIST, or what stands in for it. */
export interface Mnist {
  /** 60,000 digits, fewer where `trainCount` asked for fewer or for the stand-in. */
  train: Digits;
  /** 10,000 digits, fewer where `testCount` asked for fewer or for the stand-in. */
  test: Digits;
  /** Where it was had from. */
  source: MnistSource;
  /** The SHA-256 of each uncompressed file by its name; of the drawn sets for the stand-in. */
  sha256: Record<string, string>;
}

/** Where MNIST was had from. */
export interface MnistSource {
  /** `folder`: one given or beside the repository; `cache`: `data/mnist`; `mirror`: just downloaded there. */
  kind: 'folder' | 'cache' | 'mirror' | 'stand-in';
  /** The folder, the mirrors' addresses, or why there was nothing better than the stand-in. */
  where: string;
}

/** What `loadMnist` can be told. */
export interface LoadMnistOptions extends LongWork {
  /** The folder to read, and no other (default: the environment variable `MNIST_DIR`, where it is set). */
  folder?: string;
  /** The folder to try after `data/mnist` (default `../shared/data/mnist` beside the repository). */
  beside?: string;
  /** Where to download from (default: the public mirrors); none keeps it off the network. */
  mirrors?: readonly string[];
  /** How patient a download is. */
  limits?: Partial<DownloadLimits>;
  /**
   * Take this many of the training pictures (default: all), seeded, with the classes in proportion; the
   * stand-in may hold fewer.
   */
  trainCount?: number;
  /** Likewise of the test pictures. */
  testCount?: number;
  /** Seed of the subsets and of the stand-in (default 0). */
  seed?: Seed;
}

/**
 * Loads MNIST: from the folder given, else from `data/mnist`, else from the folder beside the repository,
 * else from the mirrors into `data/mnist`; where none of them has it, draws the stand-in.
 *
 * Every file is checked (header, length, checksum of the uncompressed content). A folder that was given is
 * the only one tried: throws a `UserError` where it lacks a file or holds a wrong one, and likewise for a
 * wrong file in the others, naming the file, what was expected and what came; and for a count that MNIST
 * doesn't have.
 */
export async function loadMnist(options: LoadMnistOptions = {}): Promise<Mnist> {
  const { trainCount, testCount, seed = 0, signal } = options;
  signal?.throwIfAborted();
  checkCount('training', trainCount, 60_000);
  checkCount('test', testCount, 10_000);
  const found = await locate(options);
  if ('failures' in found) {
    return standIn({
      ...options,
      train: trainCount,
      test: testCount,
      seed,
      reason: reasonOf(found.failures),
    });
  }
  const { paths, source } = found;
  const [trainImages, trainLabels, testImages, testLabels] = await Promise.all(
    mnistParts.map((part) => readPart(part, paths[part])),
  );
  signal?.throwIfAborted();
  const scale = 1 / 255;
  const train: Digits = { images: trainImages, labels: trainLabels, scale };
  const test: Digits = { images: testImages, labels: testLabels, scale };
  return {
    train: trainCount === undefined ? train : subset(train, trainCount, seed),
    test: testCount === undefined ? test : subset(test, testCount, seed),
    source,
    sha256: Object.fromEntries(mnistParts.map((part) => [mnistFiles[part].name, mnistFiles[part].sha256])),
  };
}

type Paths = Record<MnistPart, string>;

/** Finds the files, downloading them where it must; gives the failures where they can't be had. */
async function locate(
  options: LoadMnistOptions,
): Promise<{ paths: Paths; source: MnistSource } | { failures: string[] }> {
  const given = options.folder ?? (process.env.MNIST_DIR || undefined);
  if (given !== undefined) {
    const folder = resolve(given);
    const paths = await findParts(folder);
    if (isWhole(paths)) return { paths, source: { kind: 'folder', where: folder } };
    throw new UserError(missingMessage(folder, paths));
  }
  const cache = resolve(workspace().data, 'mnist');
  const cached = await findParts(cache);
  if (isWhole(cached)) return { paths: cached, source: { kind: 'cache', where: nearby(cache) } };

  const beside = resolve(options.beside ?? resolve(repository, '..', 'shared', 'data', 'mnist'));
  const lent = await findParts(beside);
  if (isWhole(lent)) return { paths: lent, source: { kind: 'folder', where: nearby(beside) } };

  const wanted = mnistParts.filter((part) => cached[part] === undefined);
  const { onProgress, signal, mirrors = publicMirrors, limits } = options;
  const fetched = await fetchParts(wanted, cache, mirrors, limits, { onProgress, signal });
  const paths = await findParts(cache);
  if (!fetched.complete || !isWhole(paths)) return { failures: fetched.failures };
  return { paths, source: { kind: 'mirror', where: fetched.from.join(', ') } };
}

function checkCount(what: string, count: number | undefined, most: number): void {
  if (count === undefined || (Number.isInteger(count) && count >= 1 && count <= most)) return;
  throw new UserError(`expected a number of MNIST's ${what} pictures from 1 to ${most}, got ${count}`);
}

function isWhole(paths: Partial<Paths>): paths is Paths {
  return mnistParts.every((part) => paths[part] !== undefined);
}

function missingMessage(folder: string, paths: Partial<Paths>): string {
  const missing = mnistParts.filter((part) => paths[part] === undefined);
  if (missing.length === mnistParts.length) {
    return `${folder}: expected MNIST's four files (${mnistFiles.trainImages.name}[.gz]…), found none of them: name a folder that holds them, or unset MNIST_DIR`;
  }
  const names = missing.map((part) => mnistFiles[part].name).join(', ');
  return `${folder} lacks ${names}: accepted names are ${acceptedNames(mnistFiles[missing[0]]).join(', ')}`;
}

/** A folder's path as a report may show it: from the repository where that is short. */
function nearby(folder: string): string {
  const path = relative(repository, folder);
  return path.startsWith('../..') ? folder : path;
}

function reasonOf(failures: readonly string[]): string {
  return failures.length === 0 ? 'no folder holds MNIST and no mirror was to be asked' : failures.join('; ');
}
