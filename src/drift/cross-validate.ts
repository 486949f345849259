import type { LayersModel } from '@tensorflow/tfjs-node';
import type { LongWork } from '../common/progress';
import type { Digits } from '../dataset/digits';
import type { PipelineName } from '../imaging/steps';
import { type Evaluation, evaluate } from '../model/evaluate';
import type { DataSet, MatrixCell } from './matrix';

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

function find<T>(entries: readonly Entry<T>[], set: DataSet, condition: PipelineName): Entry<T> {
  const wanted = set === 'mnist' ? 'mnist' : condition;
  const found = entries.find((entry) => entry.set === set && entry.pipeline === wanted);
  if (!found) throw new Error(`nothing was given for ${set} under ${wanted}`);
  return found;
}
