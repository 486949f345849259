import { readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { UserError } from '../../common/errors';
import { readIfThere } from '../../common/files';
import { openPhoto } from '../../imaging/open';
import { digitOf } from './class-names';
import { type OpenedPicture, type PartSet, type PictureSet, partOf } from './picture-set';

const kinds = new Set(['.jpg', '.jpeg', '.png', '.webp', '.avif', '.heic', '.tif', '.tiff', '.gif', '.bmp']);

/** Pictures that are decoded side by side. */
const atOnce = 8;

/** What lies in a folder: the pictures themselves, other files, and folders. */
export interface FolderContent {
  readonly pictures: string[];
  readonly files: string[];
  readonly folders: string[];
}

/** Lists a folder by name; files that begin with a dot, which some systems leave, are passed over. */
export async function contentOf(folder: string): Promise<FolderContent> {
  const content: FolderContent = { pictures: [], files: [], folders: [] };
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const { name } = entry;
    if (name.startsWith('.') || name === '__MACOSX') continue;
    if (entry.isDirectory()) content.folders.push(name);
    else if (kinds.has(extname(name).toLowerCase())) content.pictures.push(name);
    else content.files.push(name);
  }
  return content;
}

/**
 * Reads a folder of pictures: sorted into folders by class, with a `labels.csv` of `name,class` lines beside
 * them, or without labels; and each of these also one level down, in folders named `train`, `test` and the like.
 *
 * @param bySheet whether the n-th picture of a sheet is named `<sheet>_<n>`
 */
export async function readFolderSet(folder: string, bySheet: boolean): Promise<PartSet[]> {
  const { pictures, folders } = await contentOf(folder);
  const below = await Promise.all(
    folders.map(async (name) => ({ name, content: await contentOf(join(folder, name)) })),
  );
  const classes = below.filter(
    ({ name, content }) =>
      content.pictures.length > 0 || (content.folders.length === 0 && digitOf(name) !== undefined),
  );
  const splits = below.filter(
    ({ name, content }) => partOf(name) && content.pictures.length + content.folders.length > 0,
  );
  if (splits.length > 0 && classes.every(({ name }) => partOf(name) !== undefined)) {
    const parts = await Promise.all(splits.map(({ name }) => readFolderSet(join(folder, name), bySheet)));
    return parts.flatMap((sets, i) => sets.map(({ set }) => ({ part: partOf(splits[i].name), set })));
  }
  const full = classes.filter(({ content }) => content.pictures.length > 0);
  if (full.length > 0) {
    const files = full.flatMap(({ name, content }) => content.pictures.map((file) => `${name}/${file}`));
    const names = full.flatMap(({ name, content }) => content.pictures.map(() => name));
    const empty = classes.filter(({ content }) => content.pictures.length === 0).map(({ name }) => name);
    const notes = [
      ...(empty.length > 0
        ? [`no pictures in the ${empty.length > 1 ? 'folders' : 'folder'} ${empty.join(', ')}`]
        : []),
      ...(pictures.length > 0
        ? [`${pictures.length} pictures outside the folders by class were left out`]
        : []),
    ];
    return [
      {
        set: filesSet(folder, files, {
          kind: 'pictures in folders by class',
          classes: names,
          notes,
          bySheet,
        }),
      },
    ];
  }
  if (pictures.length > 0) {
    const labels = await readLabels(join(folder, 'labels.csv'));
    const labelled = labels && pictures.filter((name) => labels.has(name));
    if (labels && labelled && labelled.length > 0) {
      const left = pictures.length - labelled.length;
      const notes = left > 0 ? [`${left} pictures that labels.csv doesn't name were left out`] : [];
      const names = labelled.map((name) => labels.get(name) as string);
      return [
        {
          set: filesSet(folder, labelled, {
            kind: 'pictures with a labels.csv',
            classes: names,
            notes,
            bySheet,
          }),
        },
      ];
    }
    return [{ set: filesSet(folder, pictures, { kind: 'pictures without labels', notes: [], bySheet }) }];
  }
  // An archive often unpacks to one folder in which everything lies.
  if (folders.length === 1) return readFolderSet(join(folder, folders[0]), bySheet);
  return [];
}

function filesSet(
  folder: string,
  files: readonly string[],
  { kind, classes, notes, bySheet }: { kind: string; classes?: string[]; notes: string[]; bySheet: boolean },
): PictureSet {
  const sheetOf = (file: string): string => {
    const stem = basename(file, extname(file));
    return `${classes ? file.split('/')[0] : ''}/${/^(.+)_\d{1,2}$/.exec(stem)?.[1] ?? stem}`;
  };
  const sheets = bySheet ? files.map(sheetOf) : undefined;
  const apart = sheets !== undefined && new Set(sheets).size === files.length;
  return {
    kind,
    count: files.length,
    classes,
    sheets: apart ? undefined : sheets,
    notes: apart ? [...notes, 'no two of its pictures are named as shots of one sheet'] : notes,
    nameOf: (position) => files[position],
    async *open(positions, signal): AsyncIterable<OpenedPicture> {
      for (let start = 0; start < positions.length; start += atOnce) {
        signal?.throwIfAborted();
        const some = positions.slice(start, start + atOnce);
        yield* await Promise.all(some.map((position) => openOne(folder, files[position], position)));
      }
    },
  };
}

async function openOne(folder: string, file: string, position: number): Promise<OpenedPicture> {
  try {
    return { position, picture: await openPhoto(join(folder, file)) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { position, refused: error.message };
  }
}

/** The class of each picture by its name, from lines of `name,class`; a first line of headings is passed over. */
async function readLabels(path: string): Promise<Map<string, string> | undefined> {
  const content = await readIfThere(path);
  if (!content) return undefined;
  const labels = new Map<string, string>();
  for (const line of content
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)) {
    const [name, label] = line.split(/[,;\t]/).map((text) => text.trim().replace(/^"|"$/g, ''));
    if (name && label) labels.set(basename(name), label);
  }
  return labels;
}
