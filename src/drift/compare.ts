import { UserError } from '../common/errors';
import type { LongWork } from '../common/progress';
import { random, type Seed } from '../common/random';
import type { Digits } from '../dataset/digits';
import { pick } from '../dataset/subset';
import { area } from '../imaging/image';
import type { Comparison, FalseAlarms, Power } from './comparison';
import { falseAlarms, type KnownShift, powerOf, testKey } from './controls';
import { imageShifts, knockOut, knockOuts, shiftImages } from './known-shifts';
import { type Measured, measured, propertyDrift } from './property-drift';
import { dealSheets, drawSheets, type Sample, type Space, take, type View, type ViewName } from './sample';
import { type Groups, groupsOf, singles } from './statistics/groups';
import { principalComponents } from './statistics/pca';
import { medianDistance } from './statistics/squared-distances';
import { twoSampleTests } from './two-samples';

/** What a model makes of `N` digits. */
export interface ModelView {
  /** `N × 128`, from `features()`. */
  readonly features?: Float32Array;
  /** `N × 10`, from `evaluate()`. */
  readonly probabilities?: Float32Array;
  /** `N × P` numbers that stand for the picture itself, where there is no model to see it. */
  readonly pixels?: Float32Array;
}

/** One of the two sets to compare. */
export interface ComparedSet extends ModelView {
  readonly digits: Digits;
  /** The sheet of each digit; without it, each digit is a piece of handwriting of its own. */
  readonly sheets?: readonly string[];
  /** The digits' properties, where they were measured before. */
  readonly properties?: Measured['values'];
}

/** A set with all that a model makes of it. */
export type SeenSet = ComparedSet & Required<Pick<ModelView, 'features' | 'probabilities'>>;

export interface CompareOptions extends LongWork {
  seed: Seed;
  /** Gives the model's view of shifted digits; without it the image shifts are left out of the power. */
  describe?: (digits: Digits) => Promise<ModelView>;
  /** Digits of each set in a test (default: 3,500). */
  most?: number;
  /** Permutations of each test (default: 999). */
  permutations?: number;
  /** A/A splits (default: 200). 0 leaves the control out. */
  splits?: number;
  /** Whether the A/A splits are counted with the photos of a sheet taken for independent, too (default: yes). */
  byDigit?: boolean;
  /** Runs of each known shift at each size (default: 20). 0 leaves the control out. */
  runs?: number;
  /** Digits of each sample in the runs on known shifts (default: 20, 60, 200 and 500). */
  sizes?: readonly number[];
}

/** What differs between two sets, and the properties that it was told by. */
export interface Compared extends Comparison {
  readonly measured: { readonly reference: Measured; readonly current: Measured };
}

/** Permutations in the controls: the fewest of which 5 % is a whole number twice over. */
const controlPermutations = 39;
/** Sheets in each half of an A/A split. */
const controlSheets = 50;
/** Digits that are shifted to measure the power. */
const shiftedDigits = 2000;
/** Principal components of the features (or pixels) that Fréchet distance and classifier see. */
const componentCount = 16;

/**
 * Compares a current set with a reference: every property of the pictures, then every test in the model's eyes,
 * each test with its false alarms and its power beside it.
 *
 * With 3,550 photos against 10,000 MNIST digits it takes about a minute on two cores. Throws a `UserError` where a
 * set is empty or its parts don't fit each other.
 */
export async function compare(
  reference: ComparedSet,
  current: ComparedSet,
  options: CompareOptions,
): Promise<Compared> {
  check(reference, 'the reference set');
  check(current, 'the current set');
  const { seed, most = 3500, permutations = 999, signal } = options;
  const [first, second] = sheetsOf(reference, current, seed);
  options.onProgress?.({ task: 'measuring the digits', done: 0, total: 1 });
  const measure = ({ digits, properties }: ComparedSet, groups: Groups): Measured =>
    properties
      ? { values: properties, labels: digits.labels, groups }
      : measured(digits.images, digits.labels, groups);
  const both = { reference: measure(reference, first), current: measure(current, second) };
  const sheets = equalSheets(reference, current, first, second);
  const properties = propertyDrift(both.reference, both.current, { seed, permutations, draws: 200, sheets });
  signal?.throwIfAborted();
  options.onProgress?.({ task: 'testing', done: 0, total: 1 });

  const project = {
    features: projection(reference, current, 'features', seed),
    pixels: projection(reference, current, 'pixels', seed),
  };
  const samples = [sampleOf(reference, first, project), sampleOf(current, second, project)];
  const bandwidth = {
    features: sigma(samples, 'features', seed),
    softmax: sigma(samples, 'softmax', seed),
    pixels: sigma(samples, 'pixels', seed),
  };
  const [one, other] = samples.map((sample, i) =>
    take(sample, drawSheets(sample.groups, most, random(seed, 'drawn', i), sheets)),
  );
  const outcomes = twoSampleTests(one, other, { permutations, bandwidth, seed });
  signal?.throwIfAborted();

  const { splits = 200, byDigit = true, runs = 20, sizes = [20, 60, 200, 500] } = options;
  const controls = { bandwidth, seed, permutations: controlPermutations, ...work(options) };
  // The set with real sheets is the one in which photos depend on each other.
  const same = current.sheets || !reference.sheets ? samples[1] : samples[0];
  const alarms = splits
    ? await falseAlarms(same, { ...controls, splits, sheets: controlSheets, byDigit })
    : new Map<string, FalseAlarms>();
  const powers = runs
    ? await powerOf(...(await shiftsOf(reference, project, options)), { ...controls, runs, sizes })
    : new Map<string, Power[]>();
  const tests = outcomes.map((outcome) => ({
    ...outcome,
    aa: alarms.get(testKey(outcome)),
    power: powers.get(testKey(outcome)) ?? [],
  }));
  return { properties, tests, measured: both };
}

function work({ onProgress, signal }: LongWork): LongWork {
  return { onProgress, signal };
}

/**
 * How many sheets of each side are tested where one side has real ones: as many of the one as of the other.
 *
 * The digits of a burst are more alike than those of a dealt sheet, so that both kinds of sheets don't vary alike
 * even where nothing has drifted. With equally many on each side the permutation test keeps its level all the same
 * (J. P. Romano, "On the behavior of randomization tests without a group invariance assumption", 1990).
 */
function equalSheets(
  reference: ComparedSet,
  current: ComparedSet,
  first: Groups,
  second: Groups,
): number | undefined {
  return reference.sheets || current.sheets ? Math.min(first.count, second.count) : undefined;
}

/** Sheets of both sets; a set without any is dealt to sheets of the other's usual size. */
function sheetsOf(reference: ComparedSet, current: ComparedSet, seed: Seed): [Groups, Groups] {
  const own = [reference, current].map(({ sheets }) => sheets && groupsOf(sheets));
  const [first, second] = [reference, current].map(({ digits }, i) => {
    const there = own[i];
    if (there) return there;
    const others = own[1 - i];
    if (!others) return singles(digits.labels.length);
    const usual = Math.max(1, Math.round(others.of.length / others.count));
    return dealSheets(digits.labels, usual, random(seed, 'dealt sheets', i));
  });
  return [first, second];
}

/** What turns the vectors of a view into their principal components, for the views that both sets have. */
type Project = Readonly<Partial<Record<'features' | 'pixels', (rows: Float32Array) => Space>>>;

/** Principal components of both sets together, equally many digits of each, so that neither sets the directions. */
function projection(
  reference: ComparedSet,
  current: ComparedSet,
  view: 'features' | 'pixels',
  seed: Seed,
): Project['features'] {
  const [one, other] = [reference[view], current[view]];
  if (!one || !other) return undefined;
  const vectors = [one, other];
  const counts = [reference, current].map(({ digits }) => digits.labels.length);
  const size = Math.min(...counts, 3500);
  const width = vectors[0].length / counts[0];
  const parts = vectors.map((rows, i) => {
    const drawn = drawSheets(singles(counts[i]), size, random(seed, 'components', i));
    return rowsAt({ rows, width }, drawn);
  });
  const both = new Float32Array(parts[0].length + parts[1].length);
  both.set(parts[0]);
  both.set(parts[1], parts[0].length);
  const { project, count } = principalComponents(both, width, componentCount);
  return (rows) => ({ rows: project(rows), width: count });
}

function rowsAt({ rows, width }: Space, positions: readonly number[]): Float32Array {
  const result = new Float32Array(positions.length * width);
  for (const [i, at] of positions.entries())
    result.set(rows.subarray(at * width, (at + 1) * width), i * width);
  return result;
}

function sampleOf(set: ModelView & { digits: Digits }, groups: Groups, project: Project): Sample {
  const { digits, probabilities } = set;
  const views: Partial<Record<ViewName, View>> = {};
  for (const view of ['features', 'pixels'] as const) {
    const [rows, reduced] = [set[view], project[view]];
    if (!rows || !reduced) continue;
    views[view] = { whole: { rows, width: rows.length / digits.labels.length }, few: reduced(rows) };
  }
  if (!probabilities) return { labels: digits.labels, groups, views };
  const softmax = { rows: probabilities, width: 10 };
  views.softmax = { whole: softmax, few: softmax };
  return { labels: digits.labels, groups, views, predicted: likeliest(probabilities) };
}

function likeliest(probabilities: Float32Array): Uint8Array {
  return Uint8Array.from({ length: probabilities.length / 10 }, (_, n) => {
    let best = 0;
    for (let k = 1; k < 10; k++) if (probabilities[10 * n + k] > probabilities[10 * n + best]) best = k;
    return best;
  });
}

/** The median heuristic over equally many digits of both samples. */
function sigma(samples: readonly Sample[], view: ViewName, seed: Seed): number {
  const parts = samples.map((sample, i) => {
    const whole = sample.views[view]?.whole;
    if (!whole) return new Float32Array();
    return rowsAt(whole, drawSheets(singles(sample.labels.length), 250, random(seed, 'bandwidth', i)));
  });
  const width = samples[0].views[view]?.whole.width ?? 1;
  if (parts.some((part) => part.length === 0)) return 1;
  return medianDistance(new Float32Array([...parts[0], ...parts[1]]), width, seed);
}

/** Part of the reference, and what each known shift makes of it. */
async function shiftsOf(
  reference: ComparedSet,
  project: Project,
  { seed, describe }: CompareOptions,
): Promise<[Sample, KnownShift[]]> {
  const { digits } = reference;
  const drawn = drawSheets(singles(digits.labels.length), shiftedDigits, random(seed, 'shifted'));
  const set = take(sampleOf(reference, singles(digits.labels.length), project), drawn);
  const shifts: KnownShift[] = [];
  if (describe) {
    const whole = pick(digits, drawn);
    for (const shift of imageShifts) {
      const shifted = shiftImages(whole, shift, seed);
      const sample = sampleOf({ digits: shifted, ...(await describe(shifted)) }, set.groups, project);
      shifts.push({
        shift: `turned up to ${shift.turn}° and moved up to ${shift.move} px`,
        strength: shift.strength,
        sample,
        from: Array.from(drawn.keys()),
      });
    }
  }
  // Without zeros, or with nothing else, there is no class to knock out.
  const zeros = set.labels.filter((label) => label === 0).length;
  for (const { strength, share } of zeros > 0 && zeros < set.labels.length ? knockOuts : []) {
    const kept = knockOut(set.labels, share, seed);
    shifts.push({
      shift: `${Math.round(100 * share)} % of the zeros gone`,
      strength,
      sample: take(set, kept),
      from: kept,
    });
  }
  return [set, shifts];
}

function check({ digits, sheets, features, probabilities }: ComparedSet, name: string): void {
  const count = digits.labels.length;
  if (count < 20)
    throw new UserError(`${name} holds ${count} digits, and 20 is the least that says anything`);
  if (digits.images.length !== count * area) {
    throw new UserError(
      `${name} has ${digits.images.length} bytes for ${count} labels: expected 784 a label`,
    );
  }
  if (sheets && sheets.length !== count) {
    throw new UserError(`${name} has ${sheets.length} sheets for ${count} labels: expected one a label`);
  }
  if (features && features.length % count !== 0) {
    throw new UserError(
      `${name} has ${features.length} features for ${count} labels: expected equally many each`,
    );
  }
  if (probabilities && probabilities.length !== 10 * count) {
    throw new UserError(
      `${name} has ${probabilities.length} probabilities for ${count} labels: expected ten each`,
    );
  }
}
