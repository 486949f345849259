import { z } from 'zod';
import { UserError } from '../common/errors';
import { readIfThere } from '../common/files';
import { unpackBundle, writeBundle } from './bundle';
import { differences, type Fingerprint } from './fingerprint';
import { epochMetricsSchema } from './metadata';

const headerSchema = z.object({
  fingerprint: z.record(z.string(), z.string()),
  history: z.array(epochMetricsSchema),
  seconds: z.number(),
});

/** A training between two epochs: all that going on takes. */
export interface Checkpoint extends z.infer<typeof headerSchema> {
  /** The weights and the optimizer's state, by names that the engine gives them. */
  arrays: Record<string, Float32Array>;
}

/** Writes a checkpoint whole or not at all. */
export async function writeCheckpoint(path: string, { arrays, ...header }: Checkpoint): Promise<void> {
  await writeBundle(path, { header, arrays });
}

/**
 * Reads a checkpoint, or gives `undefined` where there is none.
 *
 * Throws a `UserError` when the file is damaged, when it belongs to another training (naming what differs), or
 * when it is past the epochs that are wanted.
 */
export async function readCheckpoint(
  path: string,
  fingerprint: Fingerprint,
  epochs: number,
): Promise<Checkpoint | undefined> {
  const bytes = await readIfThere(path);
  if (!bytes) return undefined;
  const bundle = unpackBundle(bytes, path);
  const header = headerSchema.safeParse(bundle.header);
  if (!header.success)
    throw new UserError(`${path} is no checkpoint of this version: delete it or train afresh`);
  const different = differences(header.data.fingerprint, fingerprint);
  if (different.length > 0) {
    throw new UserError(
      `the checkpoint ${path} belongs to another training (${different.join('; ')}): ` +
        'delete it, name another file, or train afresh',
    );
  }
  const done = header.data.history.length;
  if (done > epochs) {
    throw new UserError(
      `the checkpoint ${path} has ${done} epochs but ${epochs} are wanted: name another file, or train afresh`,
    );
  }
  return { ...header.data, arrays: bundle.arrays };
}
