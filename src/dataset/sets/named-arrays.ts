import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { UserError } from '../../common/errors';
import { readIfThere } from '../../common/files';
import { arraySet, classesOf, type PictureArray, picturesOf } from './arrays';
import { type NpyArray, parseNpy } from './npy';
import { type PartSet, partOf } from './picture-set';
import { unzipped } from './zip';

/** Arrays by their names, as an `.npz` file or a folder of `.npy` files holds them. */
type NamedArrays = ReadonlyMap<string, NpyArray>;

/** Reads NumPy's archive of arrays: `x_train`, `y_train`, `x_test`, `y_test` as Keras' MNIST, or any such names. */
export async function readNpz(path: string): Promise<PartSet[]> {
  const arrays = new Map<string, NpyArray>();
  for (const [name, bytes] of unzipped(await readFile(path), path)) {
    if (!name.endsWith('.npy')) continue;
    try {
      arrays.set(name.slice(0, -4), parseNpy(bytes, `${path}, ${name}`));
    } catch (error) {
      // Names of classes and the like may be Python objects; the pictures aren't.
      if (!(error instanceof UserError)) throw error;
    }
  }
  const sets = setsOf(arrays, path, 'arrays in an .npz file');
  if (sets.length > 0) return sets;
  const there = Array.from(arrays, ([name, { shape }]) => `${name} (${shape.join('×')})`).join(', ');
  throw new UserError(
    `${path} holds no pictures: expected an array of N×H×W, N×H×W×C or N×784 and one of N labels, found ${there || 'no array of numbers'}`,
  );
}

/** Reads the `.npy` files of a folder together: `train_images.npy` and `train_labels.npy`, for example. */
export async function readNpyFolder(folder: string, names: readonly string[]): Promise<PartSet[]> {
  const arrays = new Map<string, NpyArray>();
  for (const name of names) {
    arrays.set(name.slice(0, -4), parseNpy(await readFile(join(folder, name)), join(folder, name)));
  }
  return setsOf(arrays, folder, 'arrays in .npy files');
}

/** What a file of labels is called where the pictures' file has the first of two words in its name. */
const counterparts: readonly [RegExp, string][] = [
  [/images/i, 'labels'],
  [/data/i, 'target'],
  [/data/i, 'labels'],
  [/(^|_)x(_|$)/, '$1y$2'],
  [/(^|_)X(_|$)/, '$1y$2'],
  [/(^|_)X(_|$)/, '$1Y$2'],
];

/** Reads one `.npy` file of pictures, and the labels from the file beside it that is named after it. */
export async function readNpyFile(path: string): Promise<PartSet[]> {
  const name = basename(path, extname(path));
  const array = parseNpy(await readFile(path), path);
  const pictures = array.values && picturesOf(array.values, array.shape, array.steps);
  if (!pictures) {
    throw new UserError(
      `${path} holds ${array.shape.join('×') || 'one'} elements: expected pictures as N×H×W, N×H×W×C or N×784`,
    );
  }
  for (const [word, other] of counterparts) {
    if (!word.test(name)) continue;
    const beside = join(dirname(path), `${name.replace(word, other)}.npy`);
    const bytes = await readIfThere(beside);
    if (bytes) return [setOf(pictures, labelsOf(parseNpy(bytes, beside)), path, 'an .npy file')];
  }
  return [setOf(pictures, undefined, path, 'an .npy file without labels')];
}

function setsOf(arrays: NamedArrays, where: string, kind: string): PartSet[] {
  const found = Array.from(arrays, ([name, array]) => ({
    name,
    part: partOf(name),
    pictures: array.values && picturesOf(array.values, array.shape, array.steps),
    array,
  }));
  const parts = [...new Set(found.map(({ part }) => part))];
  return parts.flatMap((part) => {
    const own = found.filter((one) => one.part === part);
    // Pictures with rows and columns rather than the same ones laid out flat beside them.
    const [best] = own
      .filter(({ pictures }) => pictures !== undefined)
      .sort((a, b) => Number(a.array.shape.length === 2) - Number(b.array.shape.length === 2));
    if (!best?.pictures) return [];
    const { pictures } = best;
    const [labels] = own
      .filter(({ array, name }) => name !== best.name && array.shape[0] === pictures.count && isLabels(array))
      .sort((a, b) => rank(a.name) - rank(b.name));
    const set = setOf(pictures, labels && labelsOf(labels.array), where, kind);
    return [{ ...set, part }];
  });
}

function setOf(pictures: PictureArray, classes: string[] | undefined, name: string, kind: string): PartSet {
  return { set: arraySet(pictures, { kind, name, classes }) };
}

function isLabels({ shape }: NpyArray): boolean {
  return shape.length === 1 || (shape.length === 2 && (shape[1] === 1 || shape[1] === 10));
}

/** Names that speak of labels before others. */
function rank(name: string): number {
  return /label|target|class|digit/i.test(name) ? 0 : /(^|_)y(_|$)/i.test(name) ? 1 : 2;
}

function labelsOf({ shape, values, texts }: NpyArray): string[] | undefined {
  if (texts) return [...texts];
  return values && classesOf(values, shape);
}
