import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Shot } from '../../src/capture/shot';
import { UserError } from '../../src/common/errors';
import { random, shuffled } from '../../src/common/random';
import { balance, chooseBalanced } from '../../src/dataset/balance';
import { type BalancedSet, type Item, readBalancedSet } from '../../src/dataset/balanced-set';
import { randomSplit, shareWithSiblings } from '../../src/dataset/random-split';
import { sheets, shot, writeManifest } from './shots';

const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const counts = (items: readonly Item[]): number[] =>
  digits.map((label) => items.filter((item) => item.label === label).length);
const sheetsOf = (items: readonly Item[]): Set<string> => new Set(items.map((item) => item.sheet));

/** The sheets that are on both sides. */
function shared({ train, validation }: BalancedSet): string[] {
  const other = sheetsOf(validation);
  return [...sheetsOf(train)].filter((sheet) => other.has(sheet));
}

const full = digits.flatMap((label) => sheets(label, new Array<number>(72).fill(5)));

describe('chooseBalanced', () => {
  it('gives 284 and 71 of each digit, 89 and 23 batches of 32, from 72 sheets of 5', () => {
    const set = chooseBalanced(full);
    expect(counts(set.train)).toEqual(new Array(10).fill(284));
    expect(counts(set.validation)).toEqual(new Array(10).fill(71));
    expect([Math.ceil(set.train.length / 32), Math.ceil(set.validation.length / 32)]).toEqual([89, 23]);
    expect(shared(set)).toEqual([]);
    expect(set.classes[3]).toEqual({
      label: 3,
      before: { photos: 360, sheets: 72 },
      unusable: 0,
      train: { photos: 284, sheets: 57 },
      validation: { photos: 71, sheets: 15 },
    });
    expect([set.source, set.sessions]).toEqual(['simulated', ['session']]);
  });

  it('never lets a sheet stand on both sides, and gives exact counts or says what is missing', () => {
    const stream = random(5, 'manifests');
    let [split, refused] = [0, 0];
    for (let trial = 0; trial < 150; trial++) {
      const perClass = 2 + stream.integer(40);
      const validationShare = stream.between(0.1, 0.6);
      const mixed = trial % 3 === 0;
      const shots = digits.flatMap((label) => {
        const sizes = Array.from({ length: 2 + stream.integer(14) }, () => 1 + stream.integer(9));
        // Every third manifest has sheets with several digits on them.
        return sheets(label, sizes).map((one) =>
          mixed ? { ...one, sheet: `sheet-${stream.integer(14)}` } : one,
        );
      });
      try {
        const set = chooseBalanced(shots, { perClass, validationShare, seed: trial });
        const kept = Math.round(perClass * validationShare);
        expect(counts(set.validation)).toEqual(new Array(10).fill(kept));
        expect(counts(set.train)).toEqual(new Array(10).fill(perClass - kept));
        expect(shared(set)).toEqual([]);
        expect(new Set([...set.train, ...set.validation].map((item) => item.id)).size).toBe(10 * perClass);
        split++;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        expect(error.message).toMatch(/^digit \d has \d+ usable photos on \d+ sheets|photos per class/);
        refused++;
      }
    }
    expect(split).toBeGreaterThan(40);
    expect(refused).toBeGreaterThan(10);
  });

  it('splits pages that have every digit on them', () => {
    const pages = digits.flatMap((label) =>
      Array.from({ length: 20 }, (_, page) => shot(`p${page}-${label}`, label, `page-${page}`)),
    );
    const set = chooseBalanced(pages, { perClass: 20 });
    expect(shared(set)).toEqual([]);
    expect(sheetsOf(set.validation).size).toBe(4);
  });

  it('works for small sets', () => {
    const few = digits.flatMap((label) => sheets(label, new Array<number>(11).fill(5)));
    for (const [perClass, kept] of [
      [50, 10],
      [10, 2],
      [3, 1],
    ]) {
      const set = chooseBalanced(few, { perClass });
      expect([set.train.length, set.validation.length]).toEqual([10 * (perClass - kept), 10 * kept]);
      expect(shared(set)).toEqual([]);
    }
  });

  it('is the same for the same photos in any order, and another for another seed', () => {
    const set = chooseBalanced(full, { seed: 4 });
    expect(chooseBalanced(shuffled(full, random(9)), { seed: 4 })).toEqual(set);
    expect(chooseBalanced(full, { seed: 5 }).hash).not.toBe(set.hash);
  });

  it('names the digit and how much is missing', () => {
    const short = [...full.filter(({ label }) => label !== 3), ...sheets(3, new Array<number>(30).fill(4))];
    expect(() => chooseBalanced(short)).toThrow(
      'digit 3 has 120 usable photos on 30 sheets; 355 a class need 235 more: capture more or pass a smaller --per-class',
    );
    const lumped = [...full.filter(({ label }) => label !== 3), ...sheets(3, [200, 160])];
    expect(() => chooseBalanced(lumped)).toThrow(
      /digit 3 has 360 usable photos on 2 sheets, which can't be split by sheet into 284 for training and 71/,
    );
  });

  it('refuses options that make no sense', () => {
    expect(() => chooseBalanced(full, { perClass: 1 })).toThrow(/2 or more, got 1/);
    expect(() => chooseBalanced(full, { perClass: 35.5 })).toThrow(/got 35.5/);
    expect(() => chooseBalanced(full, { validationShare: 1 })).toThrow(/below 1, got 1/);
    expect(() => chooseBalanced(full, { perClass: 2 })).toThrow(/leave none for validation/);
    expect(() => chooseBalanced(full, { session: 'other' })).toThrow(
      /no photos of the session other; .* session$/,
    );
  });

  it('leaves out unusable photos and second copies, and no others', () => {
    const shots: Shot[] = digits.flatMap((label) => sheets(label, [4, 4, 4]));
    shots[0] = { ...shots[0], flags: ['damaged'] };
    shots[1] = { ...shots[1], flags: ['blurred'] };
    shots.push(shot('copy', 0, 'another-sheet', { sha256: shots[2].sha256 }));
    const set = chooseBalanced(shots, { perClass: 10 });
    expect(set.classes[0]).toMatchObject({ before: { photos: 11 }, unusable: 2 });
    expect(set.classes[1]).toMatchObject({ before: { photos: 12 }, unusable: 0 });
  });

  it('refuses one photo under two digits', () => {
    const shots = [...full, shot('copy', 1, 'another', { sha256: full[0].sha256 })];
    expect(() => chooseBalanced(shots)).toThrow(/same photo under two digits/);
  });

  it('uses the photos of one session alone where it is told to', () => {
    const more = full.map((one) => ({
      ...one,
      id: `x${one.id}`,
      sha256: one.sha256.replace(/^./, 'f').replace(/.$/, '0'),
      session: 'second',
      device: 'webcam',
    }));
    const both = chooseBalanced([...full, ...more]);
    expect([both.source, both.sessions]).toEqual(['simulated, webcam', ['second', 'session']]);
    const one = chooseBalanced([...full, ...more], { session: 'second' });
    expect([one.source, one.sessions]).toEqual(['webcam', ['second']]);
  });
});

describe('randomSplit', () => {
  it('deals out the same photos with the same counts, sheets on both sides', () => {
    const set = chooseBalanced(full);
    const dealt = randomSplit(set);
    const ids = ({ train, validation }: BalancedSet): string[] =>
      [...train, ...validation].map((item) => item.id).sort();
    expect(ids(dealt)).toEqual(ids(set));
    expect(counts(dealt.train)).toEqual(counts(set.train));
    expect(counts(dealt.validation)).toEqual(counts(set.validation));
    expect(shared(dealt).length).toBeGreaterThan(300);
    expect([dealt.split, dealt.hash === set.hash]).toEqual(['random', false]);
    expect(randomSplit(set)).toEqual(dealt);
    expect(randomSplit(set, 8).hash).not.toBe(dealt.hash);
  });

  it('leaves photos of one sheet on both sides, and a split by sheet none', () => {
    const set = chooseBalanced(full);
    expect(shareWithSiblings(set)).toBe(0);
    expect(shareWithSiblings(randomSplit(set))).toBeGreaterThan(0.9);
    const [a, b, c] = set.train.filter(({ sheet }, _, all) => sheet === all[0].sheet);
    const other = set.train.find(({ sheet }) => sheet !== a.sheet) as typeof a;
    expect(shareWithSiblings({ train: [a], validation: [b, c, other, other] })).toBe(0.5);
  });
});

describe('balance', () => {
  let root: string;
  let folder: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'inkdrift-balance-'));
    folder = join(root, 'data', 'custom');
    vi.stubEnv('INKDRIFT_WORKSPACE', root);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(root, { recursive: true, force: true });
  });

  it('leaves one file for the same input, and reads the latest set back', async () => {
    await writeManifest(folder, full);
    const set = await balance({ perClass: 50, seed: 3 });
    const other = await balance({ perClass: 10 });
    expect(await readBalancedSet()).toEqual(other);
    expect(await readBalancedSet({ hash: set.hash.slice(0, 12) })).toEqual(set);
    const path = join(folder, `balanced-${set.hash.slice(0, 12)}.json`);
    const first = await readFile(path, 'utf8');
    expect(await balance({ perClass: 50, seed: 3 })).toEqual(set);
    expect(await readFile(path, 'utf8')).toBe(first);
    expect(await readBalancedSet()).toEqual(set);
    expect((await readdir(folder)).filter((name) => name.startsWith('balanced')).length).toBe(3);
    expect(first).not.toContain(root);
  });

  it('says what to do where there is nothing yet', async () => {
    await expect(balance()).rejects.toThrow(/no photos in .*capture or import some first/);
    await expect(readBalancedSet()).rejects.toThrow(/no balanced set in .*balance the photos first/);
  });

  it('keeps the set that is there when the photos do not suffice', async () => {
    await writeManifest(folder, full);
    const set = await balance({ perClass: 50 });
    await expect(balance({ perClass: 400 })).rejects.toThrow(/digit 0 has 360/);
    expect(await readBalancedSet()).toEqual(set);
  });

  it('refuses a set that was changed by hand, or damaged', async () => {
    await writeManifest(folder, full);
    const set = await balance({ perClass: 10 });
    const path = join(folder, `balanced-${set.hash.slice(0, 12)}.json`);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"label": 4', '"label": 5'));
    await expect(readBalancedSet()).rejects.toThrow(/was changed after it was written: expected the hash/);
    await writeFile(path, text.replace('"label": 4', '"label": 14'));
    await expect(readBalancedSet()).rejects.toThrow(/is no balanced set: .*label/);
    await writeFile(path, text.slice(0, 500));
    await expect(readBalancedSet()).rejects.toThrow(/damaged \(not JSON\): balance again/);
  });
});
