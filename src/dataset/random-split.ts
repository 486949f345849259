import { random, type Seed, shuffled } from '../common/random';
import { type BalancedSet, type Item, withHash } from './balanced-set';

/**
 * The same photos split one by one instead of by sheet, with the same counts for every digit.
 *
 * Frames of one burst then stand on both sides: it shows what such a split would have claimed, and is for
 * nothing else.
 */
export function randomSplit(set: BalancedSet, seed: Seed = set.seed): BalancedSet {
  const train: Item[] = [];
  const validation: Item[] = [];
  const all = [...set.train, ...set.validation].sort((a, b) => (a.id < b.id ? -1 : 1));
  const classes = set.classes.map((before) => {
    const items = shuffled(
      all.filter((item) => item.label === before.label),
      random(seed, 'random split', before.label),
    );
    const [kept, forTraining] = [
      items.slice(0, before.validation.photos),
      items.slice(before.validation.photos),
    ];
    train.push(...forTraining);
    validation.push(...kept);
    return { ...before, train: sizeOf(forTraining), validation: sizeOf(kept) };
  });
  return withHash({
    ...set,
    seed,
    split: 'random',
    classes,
    train: shuffled(train, random(seed, 'random split', 'order', 'train')),
    validation: shuffled(validation, random(seed, 'random split', 'order', 'validation')),
  });
}

function sizeOf(items: readonly Item[]): { photos: number; sheets: number } {
  return { photos: items.length, sheets: new Set(items.map((item) => item.sheet)).size };
}

/** The share of the photos to test on that have another photo of their sheet among those to learn from. */
export function shareWithSiblings({ train, validation }: Pick<BalancedSet, 'train' | 'validation'>): number {
  const learnt = new Set(train.map((item) => item.sheet));
  return validation.filter((item) => learnt.has(item.sheet)).length / validation.length;
}
