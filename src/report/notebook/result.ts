import { type NotebookName, resultOf, resultType } from '../schema';
import { publish } from './display';

/**
 * Leaves the notebook's result, which the report gathers, as the last output of the notebook.
 *
 * Throws a `ZodError` when the result is not of the shape that `schema.ts` gives for this notebook.
 */
export function leaveResult(notebook: NotebookName, result: unknown): void {
  const checked = resultOf[notebook].parse(result);
  const text = JSON.stringify(checked, null, 2);
  publish({
    [resultType]: checked,
    'text/plain': `The result of ${notebook}, ${text.length} characters of JSON, is kept with this cell.`,
  });
}
