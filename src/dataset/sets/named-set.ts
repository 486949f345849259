import { join } from 'node:path';
import { UserError } from '../../common/errors';
import type { LongWork } from '../../common/progress';
import { area, side } from '../../imaging/image';
import { openPhoto } from '../../imaging/open';
import { type BalancedSet, customFolder, readBalancedSet } from '../balanced-set';
import type { Digits } from '../digits';
import { loadMnist } from '../mnist';
import { arraySet } from './arrays';
import { type OpenedPicture, type PictureSet, partOf } from './picture-set';

/** The sets that go by a name: MNIST that is found, and the photos that were balanced last; undefined for others. */
export async function namedSet(spec: string, work: LongWork = {}): Promise<PictureSet | undefined> {
  const [name, part] = spec.split(':');
  if (name !== 'mnist' && name !== 'custom') return undefined;
  if (part !== undefined && partOf(part) !== part)
    throw new UserError(
      `${spec}: expected ${name}:train or ${name}:${name === 'mnist' ? 'test' : 'validation'}`,
    );
  return name === 'mnist' ? mnistSet(spec, part, work) : customSet(spec, part);
}

async function mnistSet(spec: string, part: string | undefined, work: LongWork): Promise<PictureSet> {
  if (part !== undefined && part !== 'train' && part !== 'test')
    throw new UserError(`${spec}: MNIST has the parts train and test`);
  const mnist = await loadMnist({ ...work });
  const standIn = mnist.source.kind === 'stand-in';
  const chosen = mnist[part ?? 'test'];
  const set = digitsSet(
    chosen,
    spec,
    standIn ? 'a drawn stand-in for MNIST' : `MNIST's ${part ?? 'test'} set`,
  );
  return standIn
    ? { ...set, notes: [`MNIST can't be had (${mnist.source.where}): a drawn stand-in takes its place`] }
    : set;
}

function digitsSet({ images, labels }: Digits, name: string, kind: string): PictureSet {
  const strides = { picture: area, row: side, column: 1, channel: 0 };
  const array = { values: images, count: labels.length, width: side, height: side, channels: 1, strides };
  return arraySet(array, { kind, name, classes: Array.from(labels, String) });
}

async function customSet(spec: string, part: string | undefined): Promise<PictureSet> {
  if (part !== undefined && part !== 'train' && part !== 'validation')
    throw new UserError(`${spec}: the photos have the parts train and validation`);
  const set: BalancedSet = await readBalancedSet();
  const items = part === undefined ? [...set.train, ...set.validation] : set[part];
  return {
    kind: `the balanced photos${part === undefined ? '' : ` for ${part === 'train' ? 'training' : 'validation'}`}`,
    count: items.length,
    classes: items.map(({ label }) => String(label)),
    sheets: items.map(({ sheet }) => sheet),
    notes: [],
    nameOf: (position) => items[position].file,
    async *open(positions, signal): AsyncIterable<OpenedPicture> {
      for (const position of positions) {
        signal?.throwIfAborted();
        try {
          yield { position, picture: await openPhoto(join(customFolder(), items[position].file)) };
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          yield { position, refused: error.message };
        }
      }
    },
  };
}
