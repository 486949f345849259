import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { messageOf, UserError } from '../common/errors';

const Text = z
  .union([z.string(), z.array(z.string())])
  .transform((text) => (Array.isArray(text) ? text.join('') : text));

/** One cell of a notebook, as the file holds it. */
export const Cell = z.looseObject({
  cell_type: z.enum(['code', 'markdown', 'raw']),
  source: Text,
  metadata: z.looseObject({ tags: z.array(z.string()).optional() }),
  outputs: z.array(z.unknown()).optional(),
  execution_count: z.number().nullable().optional(),
});
export type Cell = z.infer<typeof Cell>;

/** A notebook's file in format 4. */
export const NotebookFile = z.looseObject({
  cells: z.array(Cell),
  metadata: z.looseObject({ kernelspec: z.looseObject({ name: z.string() }).optional() }),
  nbformat: z.literal(4),
});
export type NotebookFile = z.infer<typeof NotebookFile>;

/** Reads a notebook. Throws a `UserError` that names the file when it isn't one. */
export async function readNotebook(path: string): Promise<NotebookFile> {
  try {
    return NotebookFile.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new UserError(`${basename(path)} is not a notebook in format 4 (${messageOf(error)})`);
  }
}
