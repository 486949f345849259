import type { LayersModel } from '@tensorflow/tfjs-node';
import { z } from 'zod';
import type { LongWork } from '../common/progress';
import type { Digits } from '../dataset/digits';
import type { PipelineName } from '../imaging/steps';
import { type Evaluation, evaluate } from '../model/evaluate';

/** A data set, or the data set that a model learnt from. */
export const DataSet = z.enum(['custom', 'mnist']);
export type DataSet = z.infer<typeof DataSet>;

/** How pictures were prepared: as the camera saw them, or by MNIST's own recipe. */
export const Pipeline = z.enum(['as-shot', 'mnist']);

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

/** A cell with all that the model said of each picture. */
export interface CrossEvaluation {
  cell: MatrixCell;
  evaluation: Evaluation;
}

/** A trained model or a test set, by its data set and pipeline. */
export type Entry<T> = { set: DataSet; pipeline: PipelineName; value: T };

const conditions: readonly PipelineName[] = ['as-shot', 'mnist'];
const sets: readonly DataSet[] = ['custom', 'mnist'];

/**
 * Tests each model on both data sets, under both conditions: eight cells.
 *
 * MNIST was brought to its form before it was published, so it enters both conditions as it comes (0-1, light
 * ink on black); the photos enter as the condition says. Under `as-shot` the two sets meet as they are, which
 * is what happens when a model is carried from one to the other without a thought.
 *
 * @param models the custom model of each condition, and the MNIST model
 * @param tests the custom validation set of each condition, and MNIST's test set
 */
export async function crossValidate(
  models: readonly Entry<LayersModel>[],
  tests: readonly Entry<Digits>[],
  work: LongWork = {},
): Promise<CrossEvaluation[]> {
  const done = new Map<string, Evaluation>();
  const result: CrossEvaluation[] = [];
  for (const condition of conditions) {
    for (const model of sets) {
      for (const data of sets) {
        work.signal?.throwIfAborted();
        const entrant = find(models, model, condition);
        const test = find(tests, data, condition);
        const key = `${model} ${entrant.pipeline} ${data} ${test.pipeline}`;
        const evaluation = done.get(key) ?? (await evaluate(entrant.value, test.value));
        done.set(key, evaluation);
        const { batches, count, loss, accuracy } = evaluation;
        const cell: MatrixCell = {
          model,
          trainedOn: entrant.pipeline,
          data,
          pipeline: condition,
          batches,
          count,
          loss,
          accuracy,
        };
        result.push({ cell, evaluation });
        work.onProgress?.({ task: 'cross-validating', done: result.length, total: 8 });
      }
    }
  }
  return result;
}

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

function find<T>(entries: readonly Entry<T>[], set: DataSet, condition: PipelineName): Entry<T> {
  const wanted = set === 'mnist' ? 'mnist' : condition;
  const found = entries.find((entry) => entry.set === set && entry.pipeline === wanted);
  if (!found) throw new Error(`nothing was given for ${set} under ${wanted}`);
  return found;
}
