import { join } from 'node:path';
import { messageOf, UserError } from '../common/errors';
import { readIfThere } from '../common/files';
import { extensions } from './camera';
import { Shot } from './shot';

/** The manifest's name in its folder: one {@link Shot} a line, as JSON. */
export const manifestName = 'manifest.jsonl';

/** What a manifest's text holds. */
export interface ParsedManifest {
  shots: Shot[];
  /** An unfinished last line, as a killed capture or a full disk leaves it. */
  unfinished?: string;
}

/**
 * Reads the manifest in a folder, `data/custom` for example: every shot, in the order taken.
 *
 * Gives an empty list where there is none. A last line that a capture is still writing, or was killed at, is
 * left out. Throws a `UserError` that names the file, the line and the field for anything else that isn't a shot.
 */
export async function readManifest(folder: string): Promise<Shot[]> {
  const path = join(folder, manifestName);
  const content = await readIfThere(path);
  return content ? parseManifest(content.toString('utf8'), path).shots : [];
}

/** Parses a manifest's text; `path` is for the errors alone. See {@link readManifest}. */
export function parseManifest(text: string, path: string): ParsedManifest {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  const seen = new Set<string>();
  const shots: Shot[] = [];
  for (const [i, line] of lines.entries()) {
    const shot = parseLine(line);
    if (typeof shot === 'string') throw new UserError(`${path}, line ${i + 1}: ${shot}`);
    if (seen.has(shot.id)) {
      throw new UserError(`${path}, line ${i + 1}: the id ${shot.id} stands there for the second time`);
    }
    seen.add(shot.id);
    shots.push(shot);
  }
  return last === '' ? { shots } : { shots, unfinished: last };
}

const ending = new RegExp(`\\.(${extensions.join('|')})$`);

/** The shot on a line, or what is wrong with it. */
function parseLine(line: string): Shot | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return `not JSON (${messageOf(error)})`;
  }
  const parsed = Shot.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return `${issue.path.join('.') || 'the line'}: ${issue.message}`;
  }
  const { file, label, id } = parsed.data;
  // The file is opened later by that path, so it must not be able to lead anywhere else.
  if (!ending.test(file) || file.replace(/\.\w+$/, '') !== `photos/${label}/${id}`) {
    return `file: expected photos/${label}/${id} with .${extensions.join(', .')} but found ${JSON.stringify(file)}`;
  }
  return parsed.data;
}

/** A session at the camera, as the manifest has it. */
export interface Session {
  session: string;
  device: string;
  /** Photos of each digit, 0 to 9. */
  counts: number[];
  /** Photos in all. */
  total: number;
}

/** Sums up a manifest's sessions, in the order in which they began. */
export function sessions(shots: readonly Shot[]): Session[] {
  const found = new Map<string, Session>();
  for (const { session, device, label } of shots) {
    const entry = found.get(session) ?? { session, device, counts: new Array<number>(10).fill(0), total: 0 };
    entry.counts[label]++;
    entry.total++;
    found.set(session, entry);
  }
  return [...found.values()];
}
