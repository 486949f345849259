import { z } from 'zod';
import type { PipelineName } from '../imaging/steps';

/** A data set, or the data set that a model learnt from. */
export const DataSet = z.enum(['custom', 'mnist']);
export type DataSet = z.infer<typeof DataSet>;

/** How pictures were prepared: as the camera saw them, or by MNIST's own recipe. */
export const Pipeline = z.enum(['as-shot', 'mnist']);

/** What the two data sets are called in sentences and figures. */
export type SetNames = Record<DataSet, string>;

/** The names of the data sets; a stand-in for MNIST is called one wherever it shows. */
export function setNames(standIn: boolean): SetNames {
  return { custom: 'photos', mnist: standIn ? 'stand-in for MNIST' : 'MNIST' };
}

/** What the model that learnt from a data set is called: the photo model, the MNIST model. */
export function modelTitle(set: DataSet, names: SetNames): string {
  return set === 'custom' ? 'photo model' : `${names.mnist} model`;
}

/** One cell of the cross-validation matrix. */
export const MatrixCell = z.object({
  /** The data set that the model learnt from. */
  model: DataSet,
  /** The pipeline that prepared what it learnt from. */
  trainedOn: Pipeline,
  /** The data set it was tested on. */
  data: DataSet,
  /** The condition under which model and data meet. */
  pipeline: Pipeline,
  /** Batches of the test set, the short last one included. */
  batches: z.int().nonnegative(),
  /** Pictures in the test set. */
  count: z.int().nonnegative(),
  /** Mean cross-entropy, in nats. */
  loss: z.number(),
  /** Share of the pictures read right. */
  accuracy: z.number().min(0).max(1),
});
export type MatrixCell = z.infer<typeof MatrixCell>;

/** The cell of one model on one data set under one condition. Throws when the matrix lacks it. */
export function cellOf(
  cells: readonly MatrixCell[],
  model: DataSet,
  data: DataSet,
  pipeline: PipelineName,
): MatrixCell {
  const found = cells.find(
    (cell) => cell.model === model && cell.data === data && cell.pipeline === pipeline,
  );
  if (!found) throw new Error(`the matrix has no cell for ${model} on ${data} under ${pipeline}`);
  return found;
}
