import { notebookName, readNotebook } from '../run/notebook-file';
import { resultType } from '../schema';

/** What the executed notebooks left, and how long each took. */
export interface Collected {
  /** The last result of each notebook that left one, by the notebook's name; not checked. */
  results: Record<string, unknown>;
  /** The notebooks in the order given, with papermill's count of their seconds. */
  stages: { notebook: string; seconds: number }[];
}

/** Reads the results from the outputs of executed notebooks. */
export async function collectResults(executed: readonly string[]): Promise<Collected> {
  const collected: Collected = { results: {}, stages: [] };
  for (const path of executed) {
    const name = notebookName(path);
    const { cells, metadata } = await readNotebook(path);
    for (const output of cells.flatMap((cell) => cell.outputs ?? [])) {
      const result = output.data?.[resultType];
      if (result !== undefined) collected.results[name] = result;
    }
    collected.stages.push({ notebook: name, seconds: metadata.papermill?.duration ?? 0 });
  }
  return collected;
}
