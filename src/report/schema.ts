import { z } from 'zod';
import { Findings } from '../drift/findings';
import { DataSet, MatrixCell, Pipeline } from '../drift/matrix';

const Count = z.int().nonnegative();
const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** The mime type under which a notebook leaves its result, for machines. */
export const resultType = 'application/vnd.inkdrift.result+json';

/** What notebook 01 leaves: the photos taken. */
export const CaptureResult = z.object({
  source: z.string(),
  session: z.string(),
  photos: Count,
  sheets: Count,
  writers: Count,
  perClass: z.array(Count).length(10),
  bytes: Count,
  /** How well the shots kept their 0.2 s, in milliseconds; null for photos that nobody took to a beat. */
  beat: z
    .object({ due: z.number(), intervals: Count, medianError: z.number(), jitter: z.number().optional() })
    .nullable(),
});
export type CaptureResult = z.infer<typeof CaptureResult>;

/** What notebook 02 leaves: the balanced set and its split. */
export const BalanceResult = z.object({
  set: z.string(),
  images: Count,
  train: Count,
  validation: Count,
  perClass: Count,
  sheets: z.object({ train: Count, validation: Count }),
  refused: Count,
});
export type BalanceResult = z.infer<typeof BalanceResult>;

/** What notebook 03 leaves: the size of the model. */
export const ModelResult = z.object({ parameters: Count, kilobytes: z.number() });
export type ModelResult = z.infer<typeof ModelResult>;

const Series = z.array(z.number());

/** One training: which model on which data, and every epoch's figures. */
export const TrainingRecord = z.object({
  model: DataSet,
  pipeline: Pipeline,
  epochs: Count,
  trainer: z.string(),
  seconds: z.number().nonnegative(),
  reused: z.boolean(),
  notes: z.array(z.string()),
  data: Hash,
  history: z.object({ loss: Series, accuracy: Series, val_loss: Series, val_accuracy: Series }),
});
export type TrainingRecord = z.infer<typeof TrainingRecord>;

/** The two data sets that were trained on. */
export const DataRecord = z.object({
  custom: z.object({ images: Count, train: Count, validation: Count, source: z.string() }),
  mnist: z.object({ train: Count, test: Count, source: z.string(), standIn: z.boolean() }),
});
export type DataRecord = z.infer<typeof DataRecord>;

/** What notebook 04 leaves: the data and the models' histories. */
export const TrainingResult = z.object({
  data: DataRecord,
  hashes: z.record(z.string(), Hash),
  training: z.array(TrainingRecord),
});
export type TrainingResult = z.infer<typeof TrainingResult>;

/** What notebook 05 leaves: the matrix and what follows from it. */
export const DriftResult = z.object({
  matrix: z.array(MatrixCell).length(8),
  verdict: z.array(z.string()).min(1),
  drift: Findings,
});
export type DriftResult = z.infer<typeof DriftResult>;

/** What the report's figures rest on. */
export const Provenance = z.object({
  /** The commit that ran, `-dirty` behind it where files had been changed; null outside a checkout or without git. */
  commit: z.string().nullable(),
  started: z.iso.datetime(),
  seconds: z.number().nonnegative(),
  node: z.string(),
  python: z.string(),
  platform: z.string(),
  cpu: z.string(),
  packages: z.record(z.string(), z.string()),
  tensorflow: z.object({ version: z.string(), source: z.string() }),
  browser: z.string(),
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  hashes: z.record(z.string(), Hash),
});
export type Provenance = z.infer<typeof Provenance>;

/** `report.json`: every figure of a run, for machines. */
export const Report = z.object({
  /** Where the JSON schema of this shape lies, from the file itself: `schemaFile`, beside it. */
  $schema: z.string().optional(),
  schema: z.literal(1),
  verdict: z.array(z.string()).min(1),
  /** What a reader must know before any figure: simulated photos, a stand-in for MNIST. */
  banners: z.array(z.string()),
  model: ModelResult,
  capture: CaptureResult,
  balance: BalanceResult,
  data: DataRecord,
  training: z.array(TrainingRecord),
  matrix: z.array(MatrixCell),
  /** Why the models fail on each other's data, and what helps. */
  drift: Findings,
  stages: z.array(z.object({ notebook: z.string(), seconds: z.number().nonnegative() })),
  provenance: Provenance,
});
export type Report = z.infer<typeof Report>;

/** The file beside `report.json` that holds its JSON schema. */
export const schemaFile = 'report.schema.json';

/** The JSON schema (draft 2020-12) of `report.json`, for readers in other languages. */
export function reportJsonSchema(): object {
  return z.toJSONSchema(Report);
}

/** The result that each notebook must leave, by the notebook's name. */
export const resultOf = {
  '01-capture': CaptureResult,
  '02-balance': BalanceResult,
  '03-model': ModelResult,
  '04-training': TrainingResult,
  '05-drift': DriftResult,
} as const;
export type NotebookName = keyof typeof resultOf;
