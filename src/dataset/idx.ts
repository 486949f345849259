import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { constants, gunzip } from 'node:zlib';
import { hasCode, messageOf, UserError } from '../common/errors';

/** An array as an IDX file holds it. */
export interface Idx {
  /** The length along each axis, the slowest first: `[60000, 28, 28]`. */
  readonly dimensions: readonly number[];
  /** The elements, last axis fastest; a view of the file's bytes, not a copy. */
  readonly data: Uint8Array;
}

const unsignedByte = 0x08;

const elementTypes: Record<number, string> = {
  [unsignedByte]: 'unsigned byte',
  9: 'signed byte',
  11: 'short',
  12: 'int',
  13: 'float',
  14: 'double',
};

/**
 * Reads the IDX format from memory: two zero bytes, the type of the elements, the number of axes, the length
 * of each axis as a big-endian 32-bit number, then the elements and nothing more.
 *
 * `file` names the source in messages. Throws a `UserError` for a wrong magic number, an element type other
 * than unsigned byte, dimensions other than `expected`, or a length that isn't exactly what they ask for.
 *
 * Reference: http://yann.lecun.com/exdb/mnist/ ("The IDX file format").
 */
export function parseIdx(bytes: Uint8Array, file: string, expected?: readonly number[]): Idx {
  if (bytes.length < 4) {
    throw new UserError(`${file}: expected an IDX file, got ${bytes.length} bytes, too few for its header`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint32(0);
  const type = bytes[2];
  const axes = bytes[3];
  const wanted = expected ? magicOf(expected.length) : magicOf(axes || 1);
  if (bytes[0] !== 0 || bytes[1] !== 0 || elementTypes[type] === undefined || axes === 0) {
    throw new UserError(
      `${file}: expected the magic number ${hex(wanted)}, found ${hex(magic)}: not an IDX file`,
    );
  }
  if (type !== unsignedByte) {
    throw new UserError(
      `${file}: expected elements of type unsigned byte (0x08), found ${elementTypes[type]} (0x${type.toString(16).padStart(2, '0')})`,
    );
  }
  if (expected && axes !== expected.length) {
    throw new UserError(`${file}: expected the magic number ${hex(wanted)}, found ${hex(magic)}`);
  }
  const header = 4 + 4 * axes;
  if (bytes.length < header) {
    throw new UserError(`${file}: expected a header of ${header} bytes, the file ends after ${bytes.length}`);
  }
  const dimensions = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  if (expected && dimensions.some((length, axis) => length !== expected[axis])) {
    throw new UserError(
      `${file}: expected ${expected.join('×')} elements, its header says ${dimensions.join('×')}`,
    );
  }
  const length = header + dimensions.reduce((product, n) => product * n, 1);
  if (bytes.length !== length) {
    throw new UserError(
      `${file}: expected ${length} bytes for ${dimensions.join('×')} elements, found ${bytes.length}`,
    );
  }
  return { dimensions, data: bytes.subarray(header) };
}

/** Reads an IDX file, gzipped or plain (told apart by its first bytes, not its name); throws as `parseIdx`. */
export async function readIdx(file: string, expected?: readonly number[]): Promise<Idx> {
  return parseIdx(await readInflated(file, expected && sizeOf(expected)), file, expected);
}

/** The length of an uncompressed IDX file of unsigned bytes with these dimensions. */
export function sizeOf(dimensions: readonly number[]): number {
  return 4 + 4 * dimensions.length + dimensions.reduce((product, n) => product * n, 1);
}

/** Reads a file whole and inflates it where it is gzipped; `most` bounds the inflated size, in bytes. */
export async function readInflated(file: string, most?: number): Promise<Uint8Array> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) throw new UserError(`${file}: no such file`);
    throw new UserError(`${file} can't be read: ${messageOf(error)}`);
  }
  return inflated(bytes, file, most);
}

const gunzipped = promisify(gunzip);

/**
 * Inflates gzipped bytes off the main thread and gives others back as they are.
 *
 * Throws a `UserError` naming `file` when the stream is damaged or cut short, or when it holds more than
 * `most` bytes.
 */
export async function inflated(bytes: Uint8Array, file: string, most?: number): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    // A buffer of the final size spares joining thousands of small ones.
    return await gunzipped(bytes, {
      chunkSize: Math.max(constants.Z_MIN_CHUNK, most === undefined ? 1 << 20 : most + 1),
      ...(most === undefined ? {} : { maxOutputLength: most + 1 }),
    });
  } catch (error) {
    if (hasCode(error, 'ERR_BUFFER_TOO_LARGE')) {
      throw new UserError(`${file}: expected ${most} bytes uncompressed, found more`);
    }
    throw new UserError(`${file}: its gzip stream is damaged or cut short (${messageOf(error)})`);
  }
}

function magicOf(axes: number): number {
  return (unsignedByte << 8) | axes;
}

function hex(magic: number): string {
  return `0x${magic.toString(16).padStart(8, '0')}`;
}
