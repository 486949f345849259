export { digitCnn } from './cnn';
export { type EvaluateOptions, type Evaluation, evaluate, features } from './evaluate';
export { hashDigits } from './fingerprint';
export { fitTrainer } from './fit-trainer';
export type { ModelMetadata } from './metadata';
export type { AdamSettings, OptimizerSettings, SgdSettings } from './optimizer';
export { loadModel, type StoredModel, saveModel } from './storage';
export { type Summary, type SummaryRow, summarize, summaryColumns, summaryTable } from './summary';
export type { EpochMetrics, Trained, Trainer, TrainOptions } from './trainer';
