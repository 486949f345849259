import { UserError } from '../common/errors';
import { sha256, writeWhole } from '../common/files';

/** Named arrays of numbers beside a description, kept in one file so that they can't disagree. */
export interface Bundle<T> {
  header: T;
  arrays: Record<string, Float32Array>;
}

const magic = 'inkdrift bundle 1\n';

/** The bytes of a bundle: a line of magic, one line of JSON (header, lengths, checksum), then the arrays. */
export function packBundle<T>({ header, arrays }: Bundle<T>): Buffer {
  const names = Object.keys(arrays);
  const body = Buffer.concat(
    names.map((name) => Buffer.from(arrays[name].buffer, arrays[name].byteOffset, arrays[name].byteLength)),
  );
  const lengths = names.map((name) => [name, arrays[name].length]);
  const head = JSON.stringify({ header, lengths });
  return Buffer.concat([Buffer.from(`${magic}${head}\n${digest(head, body)}\n`), body]);
}

/** Reads what `packBundle` made; throws a `UserError` that names the file where it is damaged. */
export function unpackBundle(bytes: Buffer, path: string): Bundle<unknown> {
  const damaged = (what: string) =>
    new UserError(`${path} is damaged (${what}): delete it and run the same again`);
  if (bytes.toString('latin1', 0, magic.length) !== magic) throw damaged('it does not begin as it should');
  const headEnd = bytes.indexOf(10, magic.length);
  const sumEnd = bytes.indexOf(10, headEnd + 1);
  if (headEnd < 0 || sumEnd < 0) throw damaged('it is cut short');
  const head = bytes.toString('utf8', magic.length, headEnd);
  const body = bytes.subarray(sumEnd + 1);
  if (bytes.toString('latin1', headEnd + 1, sumEnd) !== digest(head, body))
    throw damaged('its checksum differs');
  const { header, lengths } = JSON.parse(head) as { header: unknown; lengths: [string, number][] };
  // Copied, because a Float32Array must start at a multiple of four bytes.
  const numbers = new Float32Array(Uint8Array.from(body).buffer);
  const arrays: Record<string, Float32Array> = {};
  let start = 0;
  for (const [name, length] of lengths) {
    arrays[name] = numbers.slice(start, start + length);
    start += length;
  }
  return { header, arrays };
}

/** Writes a bundle whole or not at all. */
export async function writeBundle<T>(path: string, bundle: Bundle<T>): Promise<void> {
  await writeWhole(path, packBundle(bundle));
}

function digest(head: string, body: Buffer): string {
  return sha256(Buffer.concat([Buffer.from(head), body]));
}
