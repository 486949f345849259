import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { hasCode, messageOf, UserError } from '../../common/errors';

const Text = z.union([z.string(), z.array(z.string())]);
const Metadata = z.looseObject({ tags: z.array(z.string()).optional() });

/** One output of a code cell, as nbformat 4 writes it. */
export const Output = z.looseObject({
  output_type: z.enum(['display_data', 'execute_result', 'stream', 'error']),
  data: z.record(z.string(), z.unknown()).optional(),
  name: z.string().optional(),
  text: Text.optional(),
  traceback: z.array(z.string()).optional(),
});
export type Output = z.infer<typeof Output>;

/** One cell of a notebook, as nbformat 4 writes it. */
export const Cell = z.looseObject({
  cell_type: z.enum(['markdown', 'code', 'raw']),
  id: z.string().optional(),
  source: Text,
  metadata: Metadata,
  outputs: z.array(Output).optional(),
});
export type Cell = z.infer<typeof Cell>;

/** A notebook file (nbformat 4); what isn't named here is kept as it came. */
export const Notebook = z.looseObject({
  nbformat: z.literal(4),
  nbformat_minor: z.number(),
  metadata: z.looseObject({
    papermill: z.looseObject({ duration: z.number().nullish() }).optional(),
  }),
  cells: z.array(Cell),
});
export type Notebook = z.infer<typeof Notebook>;

/** A notebook's name from its path: `notebooks/04-training.ipynb` is `04-training`. */
export function notebookName(path: string): string {
  return basename(path).replace(/\.ipynb$/, '');
}

/** Reads a notebook; throws a `UserError` that names the file where it is missing or isn't a notebook. */
export async function readNotebook(path: string): Promise<Notebook> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) throw new UserError(`there is no notebook at ${path}`);
    throw error;
  }
  try {
    return Notebook.parse(JSON.parse(text));
  } catch (error) {
    const cause = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new UserError(`${path} is not a notebook of format 4: ${cause}`);
  }
}

/** A multi-line text of a notebook, which the format allows to be cut into lines. */
export function textOf(text: string | string[] | undefined): string {
  return Array.isArray(text) ? text.join('') : (text ?? '');
}

/** Says whether a cell carries a tag: `parameters`, `injected-parameters`. */
export function hasTag(cell: Cell, tag: string): boolean {
  return cell.metadata.tags?.includes(tag) ?? false;
}
