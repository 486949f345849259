import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf, UserError } from '../common/errors';
import { random, shuffled } from '../common/random';
import { workspace } from '../common/workspace';
import { classCodes } from '../dataset/sets/class-names';
import { type GatheredSet, gather, type Preparation } from '../dataset/sets/gather';
import { openSet } from '../dataset/sets/open-set';
import type { PictureSet } from '../dataset/sets/picture-set';
import type { LabelledPicture } from '../drift/attribute-set';
import { defaultDriftThresholds } from '../drift/judge-drift';
import { compareTwo, type SeeingModel } from '../drift/two-sets';
import { TwoSetsResult } from '../drift/two-sets-result';
import { isKerasFile, openModel } from '../model/keras/open';
import { scaleFor } from '../model/read-mnist';
import { callerPath } from './caller-path';
import { command } from './command';
import { driftInWords } from './drift-text';
import { terminalProgress } from './terminal';

const { alpha, effect, auc, moved, drop } = defaultDriftThresholds;

const usage = `Usage: npm run --silent drift -- --reference SET --current SET [--model NAME|FILE.h5|none] [--json]

Says whether a current set of digits differs from a reference in a way that matters, in what, and what to do.
Exit code: 0 no drift that matters, 3 drift, 1 could not run.

A SET is
  FOLDER           pictures of any size in folders by class (0 to 9, or others), with or without folders train and
                   test around them, with a labels.csv of name,class lines, or without labels; or a folder that
                   holds one of the kinds of files below
  FILE             IDX (gzipped or not; its labels are found beside it, or PICTURES,LABELS names both), Parquet (a
                   column of encoded pictures or of lists of pixels, or one column a pixel), .npz, .npy, or a table
                   as CSV or text with a label and the pixels of a square picture in each line
  mnist            MNIST's test set (also mnist:test, mnist:train), from where it is found
  custom           the photos that were balanced last (also custom:train, custom:validation)
A folder's or file's own parts are taken together; SET:train or SET:test takes one alone.

  --model NAME     a folder under models/, or a .h5 file; none for none. By default models/mnist, or
                   models/mnist_model.h5, where it is there; else pictures are compared by themselves
  --range RANGE    what black to white is fed as: 0-1 or 0-255; by default as the model's card says, else 0-1
  --prepare WAY    resize: pictures of another size than 28×28 are resized and nothing else, as they would be for a
                   model, so that the drift shown is the one that it meets (default)
                   mnist: all but pictures of 28×28 with light ink on dark go through MNIST's recipe
                   (background, contrast, polarity, size, centring): what drift is left then?
  --by-sheet       pictures named SHEET_1, SHEET_2 … are shots of one piece of handwriting and stay together

What matters is what is large and no chance, both:
  --alpha N        the largest q that isn't chance: p by permutation, corrected for many questions (${alpha})
  --effect N       Cliff's delta of a property of the pictures, 0 to 1 (${effect})
  --auc N          how well a classifier tells the sets apart, 0.5 to 1 (${auc}), where MMD, energy distance, Fréchet
                   distance or the classifier itself is significant
  --moved N        share of the pictures that would have to change class, in predictions or labels (${moved})
  --drop N         accuracy lost on the current set, where both have labels (${drop})

  --most N         pictures of each set that are compared (10000); the tests take up to 2000 of them
  --permutations N (999)
  --quick          leaves out the tests' controls (false alarms between halves of one set, and known shifts) and,
                   for labelled photos, the shares of the recipe's steps in what the model loses
  --seed N         of every random choice (1)
  --json           one JSON object on standard output and nothing else (its shape: src/drift/two-sets-result.ts)`;

/** What a test takes of each set. */
const testMost = 2000;
/** A/A splits and runs of each known shift, unless quick. */
const controls = { splits: 100, runs: 10 };
/** Pictures that the recipe is tried on as a remedy. */
const recipeMost = 300;

/** Photos that are read with every combination of the recipe's steps, and the least long side of one. */
const photosMost = 120;
const photoSide = 64;

/** The exit code for drift that matters. */
const driftCode = 3;

command(async (argv, signal) => {
  const given = options(argv);
  if (given.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const [reference, current] = (['reference', 'current'] as const).map((which) => {
    const spec = given[which];
    if (spec) return spec;
    throw new UserError(
      `--${which} is missing: name a set of digits, --${which} mnist for example\n\n${usage}`,
    );
  });
  const { prepare } = given;
  if (prepare !== 'resize' && prepare !== 'mnist')
    throw new UserError(`--prepare is resize or mnist, not ${prepare}`);
  const share = (name: 'alpha' | 'effect' | 'auc' | 'moved' | 'drop', least: number): number =>
    numberIn(`--${name}`, given[name], least, 1);
  const thresholds = {
    alpha: share('alpha', 1e-6),
    effect: share('effect', 0),
    auc: share('auc', 0.5),
    moved: share('moved', 0),
    drop: share('drop', 0),
  };
  const seed = wholeIn('--seed', given.seed, 0, 2 ** 32 - 1);
  const most = wholeIn('--most', given.most, 20, 1e6);
  const permutations = wholeIn('--permutations', given.permutations, 19, 1e5);
  scaleFor(given.range);
  const work = { signal, onProgress: terminalProgress() };

  const model = await chosenModel(given.model, given.range);
  const open = (spec: string): Promise<PictureSet> =>
    openSet(spec, { bySheet: given['by-sheet'], pathOf: callerPath, ...work });
  const take = (name: string, set: PictureSet, how: Preparation, count: number): Promise<GatheredSet> =>
    gather(set, { prepare: how, most: count, seed, name, ...work });
  const sets: [PictureSet, PictureSet] = [await open(reference), await open(current)];
  const gathered = [
    await take(reference, sets[0], prepare, most),
    await take(current, sets[1], prepare, most),
  ];
  const result = TwoSetsResult.parse(
    await compareTwo(
      { name: reference, set: gathered[0] },
      { name: current, set: gathered[1] },
      {
        seed,
        prepare,
        most: testMost,
        permutations,
        ...(given.quick ? { splits: 0, runs: 0 } : controls),
        thresholds,
        model,
        photos: given.quick || prepare === 'mnist' ? undefined : () => photosOf(sets[1], seed, signal),
        byRecipe: async () => {
          if (prepare === 'mnist') return undefined;
          const prepared = await take(current, sets[1], 'mnist', recipeMost);
          return prepared.treatment.byRecipe > 0 ? prepared : undefined;
        },
        ...work,
      },
    ),
  );
  process.stdout.write(given.json ? `${JSON.stringify(result)}\n` : `${driftInWords(result)}\n`);
  if (result.drift) process.exitCode = driftCode;
});

/** Some labelled pictures of a set that are large enough to be photos, drawn by the seed. */
async function photosOf(set: PictureSet, seed: number, signal: AbortSignal): Promise<LabelledPicture[]> {
  if (!set.classes) return [];
  const { codes } = classCodes(set.classes);
  const digits = Array.from(codes.keys()).filter((position) => codes[position] < 10);
  const drawn = shuffled(digits, random(seed, 'photos')).slice(0, photosMost);
  const photos: LabelledPicture[] = [];
  const ascending = drawn.sort((a, b) => a - b);
  for await (const { position, picture } of set.open(ascending, signal)) {
    if (!picture || Math.max(picture.width, picture.height) < photoSide) continue;
    photos.push({ picture, label: codes[position], sheet: set.sheets?.[position] ?? String(position) });
  }
  return photos;
}

/** The model that was named, or the one that a run has left; undefined where there is none. */
async function chosenModel(
  named: string | undefined,
  range: string | undefined,
): Promise<SeeingModel | undefined> {
  if (named === 'none') return undefined;
  const { models } = workspace();
  const files = ['mnist_model.h5', 'mnist.h5'].map((name) => join(models, name));
  const found = existsSync(join(models, 'mnist', 'model.json'))
    ? 'mnist'
    : files.find((path) => existsSync(path));
  const name = named ?? found;
  if (name === undefined) return undefined;
  const path = named !== undefined && isKerasFile(named) ? callerPath(named) : name;
  const { model, scale, about } = await openModel(path);
  if (about) process.stderr.write(`${about}\n`);
  return {
    model,
    name,
    chosen: named === undefined ? 'found' : 'named',
    scale: scaleFor(range) ?? scale ?? 1 / 255,
  };
}

function options(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      options: {
        reference: { type: 'string' },
        current: { type: 'string' },
        model: { type: 'string' },
        range: { type: 'string' },
        prepare: { type: 'string', default: 'resize' },
        'by-sheet': { type: 'boolean', default: false },
        alpha: { type: 'string', default: String(alpha) },
        effect: { type: 'string', default: String(effect) },
        auc: { type: 'string', default: String(auc) },
        moved: { type: 'string', default: String(moved) },
        drop: { type: 'string', default: String(drop) },
        most: { type: 'string', default: '10000' },
        permutations: { type: 'string', default: '999' },
        seed: { type: 'string', default: '1' },
        quick: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UserError(`${messageOf(error)}\n\n${usage}`);
  }
}

function numberIn(option: string, text: string, low: number, high: number): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= low && value <= high) return value;
  throw new UserError(`${option} expects a number from ${low} to ${high} but got ${JSON.stringify(text)}`);
}

function wholeIn(option: string, text: string, low: number, high: number): number {
  if (/^\d{1,10}$/.test(text) && Number(text) >= low && Number(text) <= high) return Number(text);
  throw new UserError(
    `${option} expects a whole number from ${low} to ${high} but got ${JSON.stringify(text)}`,
  );
}
