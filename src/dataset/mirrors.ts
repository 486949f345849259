import { join } from 'node:path';
import { messageOf } from '../common/errors';
import { writeWhole } from '../common/files';
import type { LongWork } from '../common/progress';
import { DownloadError, type DownloadLimits, download } from './download';
import { inflated, sizeOf } from './idx';
import { checkPart, type MnistPart, mnistFiles } from './mnist-files';

/** Where MNIST can be had: folders that hold its four files gzipped. */
export const mirrors: readonly string[] = [
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
];

/** What came of asking the mirrors. */
export interface Fetched {
  /** Whether every part that was asked for is now in the folder. */
  complete: boolean;
  /** The mirrors that gave something. */
  from: string[];
  /** What went wrong on the way, one line a failure. */
  failures: string[];
}

/**
 * Downloads the given parts of MNIST into a folder, each from the first mirror that gives the true one.
 *
 * Content is checked before it is kept, and written under a temporary name that is then renamed, so that the
 * folder only ever holds good files. A mirror that doesn't answer is left out from then on; one that lies is
 * asked after the others. Rejects only when interrupted or when the disk refuses; a network that isn't there
 * is an answer, not an error.
 */
export async function fetchParts(
  parts: readonly MnistPart[],
  folder: string,
  from: readonly string[] = mirrors,
  limits: Partial<DownloadLimits> = {},
  work: LongWork = {},
): Promise<Fetched> {
  let candidates = from.map((mirror) => (mirror.endsWith('/') ? mirror : `${mirror}/`));
  const used = new Set<string>();
  const failures: string[] = [];
  for (const part of parts) {
    let content: Uint8Array | undefined;
    for (const mirror of [...candidates]) {
      try {
        content = await fetchPart(part, mirror, limits, work);
        used.add(mirror);
        break;
      } catch (error) {
        work.signal?.throwIfAborted();
        failures.push(messageOf(error));
        candidates = candidates.filter((other) => other !== mirror);
        if (!(error instanceof DownloadError && error.kind === 'unreachable')) candidates.push(mirror);
      }
    }
    if (content === undefined) return { complete: false, from: [...used], failures };
    const gzipped = content[0] === 0x1f && content[1] === 0x8b;
    await writeWhole(join(folder, `${mnistFiles[part].name}${gzipped ? '.gz' : ''}`), content);
  }
  return { complete: true, from: [...used], failures };
}

/** Downloads one part from one mirror and proves it; gives it as it came, gzipped or not. */
async function fetchPart(
  part: MnistPart,
  mirror: string,
  limits: Partial<DownloadLimits>,
  work: LongWork,
): Promise<Uint8Array> {
  const { name, dimensions } = mnistFiles[part];
  const url = `${mirror}${name}.gz`;
  const size = sizeOf(dimensions);
  // A gzip of incompressible content is longer than the content by a few bytes a block.
  const content = await download(url, { most: size + 65_536, ...limits }, work);
  checkPart(part, await inflated(content, url, size), url);
  return content;
}
