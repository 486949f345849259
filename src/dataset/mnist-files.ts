import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, UserError } from '../common/errors';
import { sha256 } from '../common/files';
import { parseIdx, readInflated, sizeOf } from './idx';

/** One of the four files that MNIST is published as. */
export interface MnistFile {
  /** Its name without `.gz`. */
  readonly name: string;
  /** What its IDX header must say. */
  readonly dimensions: readonly number[];
  /** SHA-256 of the uncompressed file, so that any gzip of it is as good as another. */
  readonly sha256: string;
}

/** The files of MNIST, by what they hold. */
export const mnistFiles = {
  trainImages: {
    name: 'train-images-idx3-ubyte',
    dimensions: [60_000, 28, 28],
    sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  },
  trainLabels: {
    name: 'train-labels-idx1-ubyte',
    dimensions: [60_000],
    sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  },
  testImages: {
    name: 't10k-images-idx3-ubyte',
    dimensions: [10_000, 28, 28],
    sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  },
  testLabels: {
    name: 't10k-labels-idx1-ubyte',
    dimensions: [10_000],
    sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
  },
} as const satisfies Record<string, MnistFile>;

/** Which of MNIST's files is meant. */
export type MnistPart = keyof typeof mnistFiles;

/** The four parts, in the order in which they are looked for. */
export const mnistParts = Object.keys(mnistFiles) as MnistPart[];

/** The names under which a part is accepted: with a dash or a dot before `idx`, plain or gzipped. */
export function acceptedNames(file: MnistFile): string[] {
  const dotted = file.name.replace('-idx', '.idx');
  return [file.name, `${file.name}.gz`, dotted, `${dotted}.gz`];
}

/** Finds MNIST's files in a folder: the path of each part that is there. A missing folder has none. */
export async function findParts(folder: string): Promise<Partial<Record<MnistPart, string>>> {
  let there: Set<string>;
  try {
    there = new Set(await readdir(folder));
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return {};
    throw error;
  }
  const found: Partial<Record<MnistPart, string>> = {};
  for (const part of mnistParts) {
    const name = acceptedNames(mnistFiles[part]).find((accepted) => there.has(accepted));
    if (name !== undefined) found[part] = join(folder, name);
  }
  return found;
}

/**
 * Reads one part from `path` and proves that it is MNIST's: header, length, then checksum.
 *
 * Gives the elements (pictures or labels) as bytes. Throws a `UserError` that names the file, what was
 * expected and what came.
 */
export async function readPart(part: MnistPart, path: string): Promise<Uint8Array> {
  const { dimensions } = mnistFiles[part];
  return checkPart(part, await readInflated(path, sizeOf(dimensions)), path);
}

/** Proves that some uncompressed bytes are the given part of MNIST, as `readPart` does for a file. */
export function checkPart(part: MnistPart, bytes: Uint8Array, path: string): Uint8Array {
  const expected = mnistFiles[part];
  const { data } = parseIdx(bytes, path, expected.dimensions);
  const found = sha256(bytes);
  if (found !== expected.sha256) {
    throw new UserError(
      `${path} isn't MNIST's ${expected.name}: expected the sha256 ${expected.sha256} of its uncompressed content, found ${found}`,
    );
  }
  return data;
}
