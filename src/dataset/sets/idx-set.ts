import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../common/errors';
import { parseIdx, readInflated } from '../idx';
import { arraySet, picturesOf } from './arrays';
import { type PartSet, partOf } from './picture-set';

/** How files of pictures in the IDX format are called: `train-images-idx3-ubyte`, `emnist-digits-test-images-idx3-ubyte.gz`. */
const picturesName = /images[.-]idx3-ubyte(\.gz)?$/i;

/** Whether a file's name is that of labels in the IDX format. */
export function isIdxLabels(name: string): boolean {
  return /labels[.-]idx[12]-(ubyte|int)(\.gz)?$/i.test(name);
}

/** Whether a file's name is that of pictures in the IDX format. */
export function isIdxPictures(name: string): boolean {
  return picturesName.test(name);
}

/** Whether some bytes begin as the IDX format does: two zeros, a type, one to four axes. */
export function looksLikeIdx(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 4 &&
    bytes[0] === 0 &&
    bytes[1] === 0 &&
    bytes[2] >= 8 &&
    bytes[2] <= 14 &&
    bytes[3] >= 1 &&
    bytes[3] <= 4
  );
}

/**
 * Reads pictures in the IDX format, gzipped or plain, and the labels from the file given or the one beside it
 * that is named after it.
 *
 * Labels may be bytes, or rows of 32-bit numbers whose first is the class, as QMNIST's.
 */
export async function readIdxSet(path: string, labelsPath?: string): Promise<PartSet[]> {
  const { dimensions, data } = parseIdx(await readInflated(path), path);
  if (dimensions.length < 2) {
    throw new UserError(
      `${path} holds ${dimensions.join('×')} labels and no pictures: name the file of the pictures, whose labels are found beside it`,
    );
  }
  const pictures = picturesOf(data, dimensions, stepsOf(dimensions));
  if (!pictures) throw new UserError(`${path} holds ${dimensions.join('×')} elements, which are no pictures`);
  const beside = labelsPath ?? (await labelsBeside(path));
  const classes = beside === undefined ? undefined : await readLabels(beside);
  const kind = classes ? 'an IDX file with its labels' : 'an IDX file without labels';
  return [{ part: partOf(basename(path)), set: arraySet(pictures, { kind, name: path, classes }) }];
}

function stepsOf(dimensions: readonly number[]): number[] {
  const steps = dimensions.map(() => 1);
  for (let k = dimensions.length - 2; k >= 0; k--) steps[k] = steps[k + 1] * dimensions[k + 1];
  return steps;
}

async function labelsBeside(path: string): Promise<string | undefined> {
  const stem = (name: string): string =>
    name
      .toLowerCase()
      .replace(/\.gz$/, '')
      .replace(/[.-]idx\d-(ubyte|int)$/, '');
  const name = basename(path);
  if (!/images/i.test(name)) return undefined;
  const wanted = stem(name).replace('images', 'labels');
  const found = (await readdir(dirname(path))).sort().find((other) => stem(other) === wanted);
  return found === undefined ? undefined : join(dirname(path), found);
}

async function readLabels(path: string): Promise<string[]> {
  const bytes = await readInflated(path);
  if (bytes[2] !== 0x0c) {
    const { dimensions, data } = parseIdx(bytes, path);
    if (dimensions.length === 1) return Array.from(data, String);
    throw new UserError(`${path} holds ${dimensions.join('×')} elements: expected one label a picture`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const axes = bytes[3];
  const header = 4 + 4 * axes;
  const count = bytes.length >= header ? view.getUint32(4) : 0;
  const wide = axes > 1 && bytes.length >= header ? view.getUint32(8) : 1;
  if (axes > 2 || bytes.length !== header + 4 * count * wide) {
    throw new UserError(
      `${path} should hold ${header + 4 * count * wide} bytes by its header but has ${bytes.length}`,
    );
  }
  return Array.from({ length: count }, (_, n) => String(view.getInt32(header + 4 * n * wide)));
}
