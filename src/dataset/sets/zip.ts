import { inflateRawSync } from 'node:zlib';
import { messageOf, UserError } from '../../common/errors';

/** The files in a ZIP archive, by name: as they are or deflated, as NumPy's `.npz` and most others hold them. */
export function unzipped(bytes: Buffer, file: string): Map<string, Uint8Array> {
  const end = endOfDirectory(bytes);
  if (end < 0) throw new UserError(`${file} is no ZIP archive, or is cut short: its directory isn't there`);
  const files = new Map<string, Uint8Array>();
  let at = bytes.readUInt32LE(end + 16);
  for (let k = 0; k < bytes.readUInt16LE(end + 10); k++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50)
      throw new UserError(`${file} is damaged: its directory names a file that isn't there`);
    const method = bytes.readUInt16LE(at + 10);
    const size = bytes.readUInt32LE(at + 20);
    const inflated = bytes.readUInt32LE(at + 24);
    const nameLength = bytes.readUInt16LE(at + 28);
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (size === 0xffffffff || local === 0xffffffff)
      throw new UserError(`${file} holds ${name} of 4 GB or more: save it in smaller parts`);
    if (local + 30 > bytes.length) throw new UserError(`${file} is cut short at ${name}`);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    if (start + size > bytes.length) throw new UserError(`${file} is cut short at ${name}`);
    const body = bytes.subarray(start, start + size);
    if (method === 0) files.set(name, body);
    else if (method === 8) files.set(name, inflate(body, inflated, `${file}, ${name}`));
    else
      throw new UserError(
        `${file} packs ${name} in a way that isn't read (method ${method}): save it with numpy.savez`,
      );
  }
  return files;
}

/** Where the record at the archive's end begins, which a comment may follow; -1 where there is none. */
function endOfDirectory(bytes: Buffer): number {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 65_535); at--) {
    if (bytes.readUInt32LE(at) === 0x06054b50) return at;
  }
  return -1;
}

function inflate(body: Uint8Array, size: number, name: string): Uint8Array {
  try {
    return inflateRawSync(body, { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    throw new UserError(`${name} is damaged (${messageOf(error)})`);
  }
}
