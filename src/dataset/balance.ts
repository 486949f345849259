import { readManifest } from '../capture/manifest';
import type { Shot } from '../capture/shot';
import { UserError } from '../common/errors';
import { random, type Seed, shuffled } from '../common/random';
import {
  type BalancedSet,
  type ClassBalance,
  customFolder,
  type Item,
  withHash,
  writeBalancedSet,
} from './balanced-set';
import { fewestSheets } from './share-sheets';

/** How a balanced set is to come out. */
export interface BalanceOptions {
  /** Photos of each digit (default 355: 89 batches of 32 for training and 23 for validation). */
  perClass?: number;
  /** The share of them for validation, above 0 and below 1 (default 0.2: 71 a digit). */
  validationShare?: number;
  /** Fixes which sheets and photos are chosen, and their order (default 0). */
  seed?: Seed;
  /** Use this session's photos alone (default: those of all sessions). */
  session?: string;
  /** Where photos and manifest are (default `data/custom`). */
  folder?: string;
}

/** Flags of photos that are left out; every other flag is a remark. */
export const unusableFlags: ReadonlySet<string> = new Set(['unusable', 'unreadable', 'damaged', 'missing']);

const labels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/**
 * Balances the photos of the manifest, splits them by sheet, and keeps the result in `data/custom`.
 *
 * See `chooseBalanced` for what is chosen. The file is `balanced-<first 12 digits of the hash>.json`: the same
 * photos and options give the same file. Throws a `UserError` where the photos don't suffice.
 */
export async function balance(options: BalanceOptions = {}): Promise<BalancedSet> {
  const { folder = customFolder() } = options;
  const shots = await readManifest(folder);
  if (shots.length === 0) {
    throw new UserError(`no photos in ${folder}: capture or import some first (notebook 01-capture)`);
  }
  const set = chooseBalanced(shots, options);
  await writeBalancedSet(set, folder);
  return set;
}

/**
 * Chooses as many photos of every digit, and keeps those of a sheet on one side of the split.
 *
 * Validation gets exactly round(perClass × validationShare) photos of each digit and training the rest. Whole
 * sheets are chosen for validation, in a seeded order, so that they hold as few photos too many as can be; then
 * photos drawn by seed are left out until the counts are exact. Only photos with one of `unusableFlags`, and
 * second copies of the same file, are left out before. Throws a `UserError` that names the digit and what is
 * missing.
 */
export function chooseBalanced(
  shots: readonly Shot[],
  options: Omit<BalanceOptions, 'folder'> = {},
): BalancedSet {
  const { perClass = 355, validationShare = 0.2, seed = 0, session } = options;
  const forValidation = validationCount(perClass, validationShare);
  const ofSession = session === undefined ? shots : shots.filter((shot) => shot.session === session);
  if (ofSession.length === 0 && session !== undefined) {
    const known = [...new Set(shots.map((shot) => shot.session))].join(', ');
    throw new UserError(`no photos of the session ${session}; the manifest has ${known}`);
  }
  // Sorted, so that the order in which photos came into the manifest changes nothing.
  const usable = withoutCopies(ofSession.filter(isUsable)).sort((a, b) => (a.id < b.id ? -1 : 1));
  const sideOf = assignSheets(usable, perClass, forValidation, seed);

  const train: Shot[] = [];
  const validation: Shot[] = [];
  const classes = labels.map((label): ClassBalance => {
    const all = usable.filter((shot) => shot.label === label);
    const draw = (side: Side, count: number): Shot[] =>
      shuffled(
        all.filter((shot) => sideOf.get(shot.sheet) === side),
        random(seed, 'balance', side, label),
      ).slice(0, count);
    const [forTraining, kept] = [draw('train', perClass - forValidation), draw('validation', forValidation)];
    train.push(...forTraining);
    validation.push(...kept);
    return {
      label,
      before: sizeOf(all),
      unusable: ofSession.filter((shot) => shot.label === label).length - all.length,
      train: sizeOf(forTraining),
      validation: sizeOf(kept),
    };
  });
  const chosen = [...train, ...validation];
  return withHash({
    perClass,
    validationShare,
    seed,
    split: 'sheet',
    source: distinct(chosen.map((shot) => shot.device)).join(', '),
    sessions: distinct(chosen.map((shot) => shot.session)),
    classes,
    train: shuffled(train, random(seed, 'balance', 'order', 'train')).map(itemOf),
    validation: shuffled(validation, random(seed, 'balance', 'order', 'validation')).map(itemOf),
  });
}

type Side = 'train' | 'validation';

/** How many photos of each digit are for validation; throws a `UserError` for options that make no sense. */
export function validationCount(perClass: number, validationShare: number): number {
  if (!Number.isInteger(perClass) || perClass < 2) {
    throw new UserError(`expected a whole number of photos per class, 2 or more, got ${perClass}`);
  }
  if (!(validationShare > 0 && validationShare < 1)) {
    throw new UserError(`expected a validation share above 0 and below 1, got ${validationShare}`);
  }
  const count = Math.round(perClass * validationShare);
  if (count < 1 || count >= perClass) {
    throw new UserError(
      `${perClass} photos per class with a validation share of ${validationShare} leave ${count < 1 ? 'none for validation' : 'none for training'}: raise --per-class`,
    );
  }
  return count;
}

/**
 * Says for every sheet on which side it is.
 *
 * A sheet with several digits on it is placed with the first of them, and counts for the others where it is; a
 * few seeded orders of the digits are tried, as one may work where another doesn't.
 */
function assignSheets(
  shots: readonly Shot[],
  perClass: number,
  forValidation: number,
  seed: Seed,
): ReadonlyMap<string, Side> {
  let failure: UserError | undefined;
  for (let attempt = 0; attempt < 20; attempt++) {
    const sideOf = new Map<string, Side>();
    const stream = random(seed, 'balance', 'sheets', attempt);
    const order = attempt === 0 ? labels : shuffled(labels, stream);
    const problem = order
      .map((label) => {
        const sheets = countBySheet(shots.filter((shot) => shot.label === label));
        return placeSheets(label, sheets, perClass, forValidation, sideOf, (all) => shuffled(all, stream));
      })
      .find((message) => message !== undefined);
    if (problem === undefined) return sideOf;
    failure ??= new UserError(problem);
  }
  throw failure;
}

/** Places one digit's sheets; gives what is missing where they don't suffice. */
function placeSheets(
  label: number,
  sheets: ReadonlyMap<string, number>,
  perClass: number,
  forValidation: number,
  sideOf: Map<string, Side>,
  shuffle: (sheets: string[]) => string[],
): string | undefined {
  const count = (names: Iterable<string>): number =>
    [...names].reduce((sum, name) => sum + (sheets.get(name) ?? 0), 0);
  const names = [...sheets.keys()];
  const total = count(names);
  const has = `digit ${label} has ${total} usable photos on ${names.length} sheets`;
  const cure = `capture more or pass a smaller --per-class`;
  if (total < perClass) return `${has}; ${perClass} a class need ${perClass - total} more: ${cure}`;

  const free = shuffle(names.filter((name) => !sideOf.has(name)));
  const there = count(names.filter((name) => sideOf.get(name) === 'validation'));
  const chosen = fewestSheets(
    free.map((name) => sheets.get(name) ?? 0),
    forValidation - there,
  );
  const validation = new Set(chosen?.map((i) => free[i]));
  const left = total - there - count(validation);
  if (chosen === undefined || left < perClass - forValidation) {
    return `${has}, which can't be split by sheet into ${perClass - forValidation} for training and ${forValidation} for validation: ${cure} (more sheets, fewer photos on each)`;
  }
  for (const name of free) sideOf.set(name, validation.has(name) ? 'validation' : 'train');
  return undefined;
}

function countBySheet(shots: readonly Shot[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { sheet } of shots) counts.set(sheet, (counts.get(sheet) ?? 0) + 1);
  return counts;
}

function isUsable(shot: Shot): boolean {
  return !shot.flags.some((flag) => unusableFlags.has(flag));
}

/** One shot for each file: a second copy on another sheet would stand on both sides of the split. */
function withoutCopies(shots: readonly Shot[]): Shot[] {
  const first = new Map<string, Shot>();
  for (const shot of shots) {
    const other = first.get(shot.sha256);
    if (other === undefined) first.set(shot.sha256, shot);
    else if (other.label !== shot.label) {
      throw new UserError(
        `${other.file} and ${shot.file} are the same photo under two digits: remove the wrong one and its line in the manifest`,
      );
    }
  }
  return [...first.values()];
}

function itemOf({ id, file, sha256, label, sheet, writer }: Shot): Item {
  return { id, file, sha256, label, sheet, writer };
}

function sizeOf(shots: readonly Shot[]): { photos: number; sheets: number } {
  return { photos: shots.length, sheets: new Set(shots.map((shot) => shot.sheet)).size };
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
