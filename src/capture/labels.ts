import { join } from 'node:path';
import { messageOf, UserError } from '../common/errors';
import { readIfThere } from '../common/files';

/** A photo that lies beside a list of labels, and the digit on it. */
export interface Labelled {
  name: string;
  label: number;
}

/** A photo in a list, and what the list says of it. */
export interface Listed {
  name: string;
  label: string;
  /** Where in the list, for messages: its path and the line. */
  where: string;
}

/**
 * Reads the digits of a flat folder of photos from its list: see {@link readList}.
 *
 * Gives `undefined` where there is no list. Throws a `UserError` that names the list and the line.
 */
export async function readLabels(folder: string): Promise<Labelled[] | undefined> {
  return (await readList(folder))?.map(({ name, label, where }) => {
    if (!/^[0-9]$/.test(label))
      throw new UserError(`${where}: expected a digit 0 to 9 for ${name} but got ${JSON.stringify(label)}`);
    return { name, label: Number(label) };
  });
}

/**
 * Reads the list in a folder of photos: `labels.csv` with a line `name,label` for each photo (a first line of
 * headings is passed over), or `labels.json` with `{"name": label}` or `[{"name", "label"}]`.
 *
 * Gives `undefined` where there is none. A name is a file's in that very folder: one that leads anywhere else is
 * refused. Throws a `UserError` that names the list and the line.
 */
export async function readList(folder: string): Promise<Listed[] | undefined> {
  for (const [list, parse] of [
    ['labels.csv', parseCsv],
    ['labels.json', parseJson],
  ] as const) {
    const path = join(folder, list);
    const content = await readIfThere(path);
    if (!content) continue;
    const seen = new Set<string>();
    return parse(content.toString('utf8').replace(/^\uFEFF/, ''), path).map((entry) => {
      const { name, label } = entry;
      const where = `${path}, ${entry.where}`;
      if (!/^[^/\\\0]+$/.test(name) || name === '.' || name === '..')
        throw new UserError(
          `${where}: expected a file's name in that folder but got ${JSON.stringify(name)}`,
        );
      if (seen.has(name)) throw new UserError(`${where}: ${name} stands there for the second time`);
      seen.add(name);
      return { name, label, where };
    });
  }
  return undefined;
}

function parseCsv(text: string, path: string): Listed[] {
  const entries: Listed[] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const where = `line ${i + 1}`;
    const match = /^\s*(?:"((?:[^"]|"")*)"|([^",;\t]+?))\s*[,;\t]\s*"?([^",;\t]*?)"?\s*$/.exec(line);
    if (!match)
      throw new UserError(
        `${path}, ${where}: expected name,label but got ${JSON.stringify(line.slice(0, 80))}`,
      );
    const name = match[1]?.replaceAll('""', '"') ?? match[2];
    const heading = entries.length === 0 && /^[a-z]/i.test(match[3]) && !/\.\w{3,4}$/.test(name);
    if (!heading) entries.push({ name, label: match[3], where });
  }
  return entries;
}

function parseJson(text: string, path: string): Listed[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path} is not JSON (${messageOf(error)})`);
  }
  if (typeof value !== 'object' || value === null)
    throw new UserError(`${path}: expected {"photo.jpg": 3} or [{"name": "photo.jpg", "label": 3}]`);
  if (!Array.isArray(value))
    return Object.entries(value).map(([name, label]) => ({ name, label: String(label), where: name }));
  return value.map((item: unknown, i) => {
    const { name, label } = (typeof item === 'object' && item !== null ? item : {}) as Record<
      string,
      unknown
    >;
    return { name: String(name ?? ''), label: String(label), where: `entry ${i + 1}` };
  });
}
