import { setImmediate as breathe } from 'node:timers/promises';
import type { LongWork } from '../common/progress';
import { permutation, random, type Seed } from '../common/random';
import { virtualWriter } from '../handwriting/index';
import { area } from '../imaging/image';
import type { Digits } from './digits';
import { digitsHash } from './digits-hash';
import type { Mnist } from './mnist';
import { rasterise } from './rasterise';

/** What the stand-in can be told. */
export interface StandInOptions extends LongWork {
  /** How many digits to draw for training, at most (and by default) 10,000. */
  train?: number;
  /** How many to draw for the test, at most (and by default) 2,000. */
  test?: number;
  /** Seed of the writers and of what they write (default 0). */
  seed?: Seed;
  /** Why the real one wasn't to be had. */
  reason?: string;
}

// Far from the seeds of the simulated camera's writers, which are small numbers as people choose them.
const anotherHand = 0x5ca1ab1e;

// Enough to learn from, and drawn in seconds.
const most = { train: 10_000, test: 2_000 };

// As in MNIST, where the 250 or so writers of the training set wrote none of the test set.
const writersOf = { train: 250, test: 60 };

/**
 * Draws a stand-in for MNIST in its format and recipe, by virtual writers other than the simulated camera's.
 *
 * Classes are equally frequent, in a seeded order, and no writer writes for both parts.
 */
export async function standIn(options: StandInOptions = {}): Promise<Mnist> {
  const { train = most.train, test = most.test, seed = 0, reason = 'asked for' } = options;
  const trainDigits = await draw('train', Math.min(train, most.train), seed, options);
  const testDigits = await draw('test', Math.min(test, most.test), seed, options);
  return {
    train: trainDigits,
    test: testDigits,
    source: { kind: 'stand-in', where: `virtual writers, seed ${seed} (${reason})` },
    sha256: { 'stand-in-train': digitsHash(trainDigits), 'stand-in-test': digitsHash(testDigits) },
  };
}

async function draw(
  part: 'train' | 'test',
  count: number,
  seed: Seed,
  { onProgress, signal }: LongWork,
): Promise<Digits> {
  const first = part === 'train' ? 0 : writersOf.train;
  const writers = Array.from({ length: writersOf[part] }, (_, i) => ({
    hand: virtualWriter((seed ^ anotherHand) >>> 0, first + i),
    // MNIST was written with broader pens than a ballpoint: this makes the mean grey nearly its own.
    pen: random(seed, 'stand-in', 'pen', first + i).between(1.1, 1.9),
  }));
  const order = permutation(count, random(seed, 'stand-in', part, 'order'));
  const images = new Uint8Array(count * area);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    if (i % 500 === 0) {
      await breathe();
      signal?.throwIfAborted();
      onProgress?.({ task: `drawing the stand-in for MNIST (${part})`, done: i, total: count });
    }
    const label = order[i] % 10;
    const stream = random(seed, 'stand-in', part, i);
    const { hand, pen } = stream.pick(writers);
    const strokes = hand.write(label, stream);
    images.set(
      rasterise(strokes.map(({ points, widths }) => ({ points, widths: widths.map((w) => w * pen) }))),
      i * area,
    );
    labels[i] = label;
  }
  onProgress?.({ task: `drawing the stand-in for MNIST (${part})`, done: count, total: count });
  return { images, labels, scale: 1 / 255 };
}
