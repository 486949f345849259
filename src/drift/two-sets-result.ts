import { z } from 'zod';
import { steps } from '../imaging/steps';
import { DriftTest, PropertyDrift } from './comparison';

const Share = z.number().min(0).max(1);
const Count = z.int().nonnegative();

/** Pictures that share a fate, with the reason and one of them by name. */
const Left = z.object({ reason: z.string(), count: Count, example: z.string() });

/** One of the two sets as it was read. */
export const SetSummary = z.object({
  /** As it was named on the command line. */
  name: z.string(),
  /** How it lies there: `pictures in folders by class`. */
  kind: z.string(),
  /** Pictures that it holds, and those that were compared. */
  found: Count,
  compared: Count,
  /** The commonest size of its pictures as they came. */
  size: z.string(),
  /** What was done to how many of them. */
  treatment: z.object({ asTheyAre: Count, resized: Count, byRecipe: Count }),
  /** Pictures of each class by its name; null where the set has no labels. */
  classes: z.record(z.string(), Count).nullable(),
  /** Pieces of handwriting that were kept together; null where each picture is one of its own. */
  sheets: Count.nullable(),
  /** Pictures left out because they can't be opened, and those in which the recipe found no single digit. */
  damaged: z.array(Left),
  doubtful: z.array(Left),
  notes: z.array(z.string()),
});
export type SetSummary = z.infer<typeof SetSummary>;

/** What the model makes of one set. */
export const Reading = z.object({
  /** Labelled digits, the share of them read right, and the mean cross-entropy; null without labels. */
  labelled: Count,
  accuracy: Share.nullable(),
  loss: z.number().nullable(),
  /** Mean confidence in the answers, the accuracy that the model itself claims; null for scores of another kind. */
  confidence: Share.nullable(),
  /** Expected calibration error; null without labels. */
  ece: z.number().nullable(),
  /** Pictures read as 0 to 9. */
  predicted: z.array(Count).length(10),
});
export type Reading = z.infer<typeof Reading>;

/** What the model does on both sets. */
export const ModelDrift = z.object({
  name: z.string(),
  /** Whether it was named, or found in the workspace. */
  chosen: z.enum(['named', 'found']),
  /** What black to white is fed as. */
  range: z.string(),
  reference: Reading,
  current: Reading,
  /** Accuracy lost on the current set, its 95 % bootstrap interval and its p, both over sheets; null without labels on both. */
  drop: z.object({ value: z.number(), low: z.number(), high: z.number(), p: Share }).nullable(),
  /** Accuracy on the current set as average thresholded confidence foretells it; null without a labelled reference. */
  foretold: Share.nullable(),
});
export type ModelDrift = z.infer<typeof ModelDrift>;

/** A test with what makes its p-value mean something. */
export const JudgedTest = DriftTest.extend({
  /** Its p, corrected for the number of tests by Benjamini and Hochberg. */
  q: Share,
  /** How large the difference is on a scale of its own: `auc` or `moved`; null where it has none. */
  effect: z.object({ kind: z.enum(['auc', 'moved']), value: Share }).nullable(),
});
export type JudgedTest = z.infer<typeof JudgedTest>;

/** A difference that matters: as large as its threshold, and not by chance. */
export const Finding = z.object({
  kind: z.enum(['accuracy', 'property', 'view', 'classes']),
  /** The property, or where the tests looked: `features`, `labels`. */
  name: z.string(),
  effect: z.number(),
  threshold: z.number(),
  /** Corrected for the number of questions of its kind. */
  q: Share,
});
export type Finding = z.infer<typeof Finding>;

/** What one change to the current set's pictures would bring. */
export const Remedy = z.object({
  change: z.enum(['none', 'inverted', 'transposed', 'recipe']),
  /** Pictures that it was tried on. */
  count: Count,
  /** How well a classifier still tells them from the reference: 0.5 not at all, 1 always. */
  auc: Share,
  /** Accuracy of the model on them; null without model or labels. */
  accuracy: Share.nullable(),
});
export type Remedy = z.infer<typeof Remedy>;

/** What each step of MNIST's recipe gives back of the accuracy lost on photos; the shares sum to the gap. */
export const StepShares = z.object({
  /** Photos that were read with every combination of the steps. */
  count: Count,
  /** Accuracy with no step taken, and with all. */
  none: Share,
  all: Share,
  /** `all - none`. */
  gap: z.number(),
  /** What no step accounts for: the accuracy on the reference less `all`. */
  residual: z.number(),
  /** The exact Shapley value of each step, with its 95 % interval over sheets. */
  shares: z.array(z.object({ step: z.enum(steps), value: z.number(), low: z.number(), high: z.number() })),
});
export type StepShares = z.infer<typeof StepShares>;

/** How large a difference must be to matter. */
export const DriftThresholds = z.object({
  /** The largest q of a difference that isn't called chance. */
  alpha: z.number().positive().max(1),
  /** Cliff's delta of a property, either way. */
  effect: Share,
  /** AUC of a classifier that tells the sets apart. */
  auc: z.number().min(0.5).max(1),
  /** The share of the pictures that would have to change class for the sets to agree. */
  moved: Share,
  /** Accuracy lost. */
  drop: Share,
});
export type DriftThresholds = z.infer<typeof DriftThresholds>;

/** What `npm run drift -- --json` prints: one object of this shape. */
export const TwoSetsResult = z.object({
  /** Whether the current set differs from the reference in a way that matters. */
  drift: z.boolean(),
  verdict: z.array(z.string()).min(1),
  /** The differences that matter, the gravest first. */
  findings: z.array(Finding),
  reference: SetSummary,
  current: SetSummary,
  prepare: z.enum(['resize', 'mnist']),
  /** Null where there is none: properties and pixels speak alone. */
  model: ModelDrift.nullable(),
  /** The largest effect first. */
  properties: z.array(PropertyDrift),
  tests: z.array(JudgedTest),
  remedies: z.array(Remedy),
  /** Null where the current set is no labelled photos, or the model loses nothing on them. */
  attribution: StepShares.nullable(),
  advice: z.array(z.string()),
  thresholds: DriftThresholds,
  settings: z.object({
    seed: Count,
    most: Count,
    permutations: Count,
    splits: Count,
    runs: Count,
  }),
});
export type TwoSetsResult = z.infer<typeof TwoSetsResult>;
