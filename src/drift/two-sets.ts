import type { LayersModel } from '@tensorflow/tfjs-node';
import type { LongWork } from '../common/progress';
import type { Seed } from '../common/random';
import type { Digits } from '../dataset/digits';
import type { GatheredSet } from '../dataset/sets/gather';
import { attributeSteps, type LabelledPicture } from './attribute-set';
import { type ComparedSet, compare, type ModelView } from './compare';
import { defaultDriftThresholds, findingsOf, judgeTests, movedShare } from './judge-drift';
import { pixelView, viewOf } from './model-view';
import { digitsOf, readTwo } from './read-two';
import { type Pictures, tryRemedies } from './remedies';
import { unlabelled } from './sample';
import { groupsOf } from './statistics/groups';
import type { DriftThresholds, ModelDrift, Remedy, SetSummary, TwoSetsResult } from './two-sets-result';
import { adviceOf, verdictOf } from './two-sets-verdict';

/** A gathered set and what it is called. */
export interface NamedSet {
  readonly name: string;
  readonly set: GatheredSet;
}

/** The model that two sets are seen by. */
export interface SeeingModel {
  readonly model: LayersModel;
  readonly name: string;
  readonly chosen: 'named' | 'found';
  /** What a byte is multiplied by on its way into it. */
  readonly scale: number;
}

/** How two sets are compared. */
export interface TwoSetsOptions extends LongWork {
  seed: Seed;
  prepare: 'resize' | 'mnist';
  /** Digits of each set in a test. */
  most: number;
  permutations: number;
  /** A/A splits, and runs of each known shift; 0 leaves the control out. */
  splits: number;
  runs: number;
  thresholds?: Partial<DriftThresholds>;
  model?: SeeingModel;
  /** Gives some of the current set's labelled photos as they came; without it nothing is attributed to steps. */
  photos?: () => Promise<readonly LabelledPicture[]>;
  /** Gives the current set's pictures by MNIST's recipe; without it that remedy isn't tried. */
  byRecipe?: () => Promise<Pictures | undefined>;
}

/** Fewer photos than these say nothing of steps. */
const fewestPhotos = 20;

/** Sizes of the samples in which the tests are tried on known shifts. */
const sizes = [20, 100, 500];

/**
 * Compares any two sets of digits: every property of their pictures, every test in the model's eyes (or on pixels
 * where there is no model), with controls; what the model does on both; and whether anything of it matters.
 *
 * Throws a `UserError` where a set is too small to say anything.
 */
export async function compareTwo(
  reference: NamedSet,
  current: NamedSet,
  options: TwoSetsOptions,
): Promise<TwoSetsResult> {
  const { seed, model, permutations, splits, runs, most, prepare, byRecipe } = options;
  const work: LongWork = { onProgress: options.onProgress, signal: options.signal };
  const thresholds = { ...defaultDriftThresholds, ...options.thresholds };
  const sets = [reference.set, current.set] as const;
  const { classes, labels } = commonClasses(sets);
  const read = model && (await readTwo(model.model, sets, model.scale, { seed, ...work }));
  const views: readonly ModelView[] =
    read?.views ?? sets.map(({ images }) => ({ pixels: pixelView(images) }));
  const [first, second] = sets.map(
    ({ images, sheets }, i): ComparedSet => ({
      ...views[i],
      digits: { images, labels: labels[i], scale: model?.scale ?? 1 / 255 },
      sheets,
    }),
  );
  const view = async (images: Uint8Array): Promise<ModelView> => {
    if (!model) return { pixels: pixelView(images) };
    const digits = digitsOf(
      { ...reference.set, images, codes: undefined, count: images.length / 784 },
      model.scale,
    );
    return viewOf(model.model, digits, { signal: work.signal });
  };
  const comparison = await compare(first, second, {
    seed,
    permutations,
    splits,
    runs,
    most,
    sizes,
    describe: (digits: Digits) => view(digits.images),
    ...work,
  });
  const counts = labels.map((own) => countsOf(own, classes.length));
  const labelled = sets.every(({ codes }) => codes !== undefined);
  const tests = judgeTests(comparison.tests, {
    labels: labelled ? movedShare(counts[0], counts[1]) : undefined,
    predictions: read && movedShare(read.drift.reference.predicted, read.drift.current.predicted),
  });
  const drift: ModelDrift | null =
    model && read
      ? { name: model.name, chosen: model.chosen, range: model.scale === 1 ? '0-255' : '0-1', ...read.drift }
      : null;
  const findings = findingsOf(comparison.properties, tests, drift?.drop ?? null, thresholds);
  const remedies: Remedy[] =
    findings.length > 0
      ? await tryRemedies(reference.set, current.set, await byRecipe?.(), view, { seed, ...work })
      : [];
  const lost = drift?.drop && drift.drop.value >= thresholds.drop;
  const photos = model && lost ? ((await options.photos?.()) ?? []) : [];
  const attribution =
    model && photos.length >= fewestPhotos
      ? await attributeSteps(model.model, photos, {
          scale: model.scale,
          target: drift?.reference.accuracy ?? 0,
          seed,
          ...work,
        })
      : null;
  const summaries: [SetSummary, SetSummary] = [summaryOf(reference), summaryOf(current)];
  const found = {
    drift: findings.length > 0,
    findings,
    reference: summaries[0],
    current: summaries[1],
    prepare,
    model: drift,
    properties: comparison.properties,
    tests,
    remedies,
    attribution,
    thresholds,
    settings: { seed, most, permutations, splits, runs },
  };
  return { ...found, verdict: verdictOf(found), advice: adviceOf(found) };
}

/** Both sets' classes numbered alike: the digits by themselves, the others after them by their names. */
function commonClasses(sets: readonly GatheredSet[]): { classes: string[]; labels: Uint8Array[] } {
  const classes = Array.from({ length: 10 }, (_, digit) => String(digit));
  const labels = sets.map(({ codes, classNames, count }) => {
    if (!codes) return new Uint8Array(count).fill(unlabelled);
    return Uint8Array.from(codes, (code) => {
      const name = classNames[code];
      let at = classes.indexOf(name);
      if (at < 0) at = classes.push(name) - 1;
      // More classes than there are numbers for: the last ones count as one.
      return Math.min(at, unlabelled - 1);
    });
  });
  return { classes, labels };
}

function countsOf(labels: Uint8Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) if (label !== unlabelled) counts[label]++;
  return counts;
}

function summaryOf({ name, set }: NamedSet): SetSummary {
  const { kind, found, count, size, treatment, codes, classNames, sheets, damaged, doubtful, notes } = set;
  const classes: Record<string, number> = {};
  if (codes) {
    const counts = classNames.map(() => 0);
    for (const code of codes) counts[code]++;
    // Digits that the set lacks stand there with 0; other classes are only named where there are some.
    for (const [code, className] of classNames.entries()) classes[className] = counts[code];
  }
  return {
    name,
    kind,
    found,
    compared: count,
    size,
    treatment,
    classes: codes ? classes : null,
    sheets: sheets ? groupsOf(sheets).count : null,
    damaged,
    doubtful,
    notes: [...notes],
  };
}
