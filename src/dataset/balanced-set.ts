import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../common/errors';
import { readIfThere, sha256, writeWhole } from '../common/files';
import { workspace } from '../common/workspace';

/** A photo of a balanced set: what of its manifest line the later stages need. */
export const Item = z.object({
  /** As in the manifest. */
  id: z.string(),
  /** The photo's path from `data/custom`. */
  file: z.string(),
  /** SHA-256 of the photo's file. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** The digit on it. */
  label: z.int().min(0).max(9),
  /** The sheet of paper it shows. */
  sheet: z.string(),
  /** Whose hand wrote it. */
  writer: z.string(),
});
export type Item = z.infer<typeof Item>;

const Count = z.int().nonnegative();

/** What the balancing did to one digit. */
export const ClassBalance = z.object({
  label: z.int().min(0).max(9),
  /** Photos and sheets in the manifest that could be used. */
  before: z.object({ photos: Count, sheets: Count }),
  /** Photos that couldn't: flagged as unusable, or the same file as another's. */
  unusable: Count,
  /** What was chosen for training. */
  train: z.object({ photos: Count, sheets: Count }),
  /** What was chosen for validation. */
  validation: z.object({ photos: Count, sheets: Count }),
});
export type ClassBalance = z.infer<typeof ClassBalance>;

/** A balanced data set and its split, as `balanced-<hash>.json` holds it. */
export const BalancedSet = z.object({
  version: z.literal(1),
  /** SHA-256 of everything below; its first 12 digits name the file. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Photos of each digit, both parts together. */
  perClass: Count,
  /** The share of them that is for validation. */
  validationShare: z.number(),
  seed: Count,
  /** `sheet`: no sheet is in both parts; `random`: photos were dealt out one by one. */
  split: z.enum(['sheet', 'random']),
  /** The cameras that took the photos: `simulated`, `folder`, a device's name. */
  source: z.string(),
  /** The sessions that the photos are of, sorted. */
  sessions: z.array(z.string()),
  /** Digit by digit, 0 to 9. */
  classes: z.array(ClassBalance).length(10),
  /** The photos for training, in a seeded order. */
  train: z.array(Item),
  /** The photos for validation, in a seeded order. */
  validation: z.array(Item),
});
export type BalancedSet = z.infer<typeof BalancedSet>;

/** Names a set by its content: gives it with its hash in place. */
export function withHash(set: Omit<BalancedSet, 'hash' | 'version'>): BalancedSet {
  const { perClass, validationShare, seed, split, source, sessions, classes, train, validation } = set;
  const content = { perClass, validationShare, seed, split, source, sessions, classes, train, validation };
  return { version: 1, hash: sha256(JSON.stringify(content)), ...content };
}

/** The folder that holds photos, manifest and sets, unless another is given. */
export function customFolder(): string {
  return join(workspace().data, 'custom');
}

/** Names the set that was balanced last. */
const Latest = z.object({ file: z.string().regex(/^balanced-[0-9a-f]{12}\.json$/) });

const latestName = 'balanced.json';

/** The name of a set's file. */
export function fileNameOf(set: Pick<BalancedSet, 'hash'>): string {
  return `balanced-${set.hash.slice(0, 12)}.json`;
}

/** Writes a set into `folder` under the name its content gives it, and makes it the latest. */
export async function writeBalancedSet(set: BalancedSet, folder = customFolder()): Promise<void> {
  const file = fileNameOf(set);
  await writeWhole(join(folder, file), `${JSON.stringify(set, null, 1)}\n`);
  await writeWhole(join(folder, latestName), `${JSON.stringify({ file })}\n`);
}

/** Which set to read. */
export interface ReadBalancedSetOptions {
  /** Where it lies (default `data/custom`). */
  folder?: string;
  /** The first 12 digits of its hash (default: the set that was balanced last). */
  hash?: string;
}

/**
 * Reads a balanced set back: the one that was balanced last, or the one named.
 *
 * Throws a `UserError` where there is none, and for a file that isn't what was written.
 */
export async function readBalancedSet(options: ReadBalancedSetOptions = {}): Promise<BalancedSet> {
  const { folder = customFolder(), hash } = options;
  const name = hash === undefined ? await latest(folder) : fileNameOf({ hash });
  const path = join(folder, name);
  const content = await readIfThere(path);
  if (!content) throw new UserError(`${path} isn't there: balance the photos first (notebook 02-balance)`);
  const parsed = BalancedSet.safeParse(parseJson(content, path));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new UserError(
      `${path} is no balanced set: ${issue.path.join('.') || 'the file'}: ${issue.message}`,
    );
  }
  const set = parsed.data;
  const found = withHash(set).hash;
  if (found !== set.hash) {
    throw new UserError(
      `${path} was changed after it was written: expected the hash ${set.hash}, found ${found}; balance again`,
    );
  }
  return set;
}

async function latest(folder: string): Promise<string> {
  const path = join(folder, latestName);
  const content = await readIfThere(path);
  if (!content) {
    throw new UserError(`no balanced set in ${folder}: balance the photos first (notebook 02-balance)`);
  }
  const parsed = Latest.safeParse(parseJson(content, path));
  if (!parsed.success) throw new UserError(`${path} doesn't name a balanced set: balance again`);
  return parsed.data.file;
}

function parseJson(content: Buffer, path: string): unknown {
  try {
    return JSON.parse(content.toString('utf8'));
  } catch {
    throw new UserError(`${path} is damaged (not JSON): balance again`);
  }
}
