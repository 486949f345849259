import { UserError } from '../../common/errors';
import type { Values } from './arrays';

/** An array as NumPy's `.npy` files hold it. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** Elements between two neighbours along each axis. */
  readonly steps: readonly number[];
  /** The numbers in the order of the file; none for texts. */
  readonly values?: Values;
  /** The texts, for arrays of them. */
  readonly texts?: readonly string[];
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Reads an element of each kind, by NumPy's letter and size in bytes. */
const readers: Record<
  string,
  [(length: number) => Values, (view: DataView, at: number, little: boolean) => number]
> = {
  b1: [(n) => new Uint8Array(n), (view, at) => view.getUint8(at)],
  u1: [(n) => new Uint8Array(n), (view, at) => view.getUint8(at)],
  i1: [(n) => new Int8Array(n), (view, at) => view.getInt8(at)],
  u2: [(n) => new Uint16Array(n), (view, at, little) => view.getUint16(at, little)],
  i2: [(n) => new Int16Array(n), (view, at, little) => view.getInt16(at, little)],
  u4: [(n) => new Uint32Array(n), (view, at, little) => view.getUint32(at, little)],
  i4: [(n) => new Int32Array(n), (view, at, little) => view.getInt32(at, little)],
  u8: [(n) => new Float64Array(n), (view, at, little) => Number(view.getBigUint64(at, little))],
  i8: [(n) => new Float64Array(n), (view, at, little) => Number(view.getBigInt64(at, little))],
  f4: [(n) => new Float32Array(n), (view, at, little) => view.getFloat32(at, little)],
  f8: [(n) => new Float64Array(n), (view, at, little) => view.getFloat64(at, little)],
};

/**
 * Reads NumPy's array format from memory (versions 1 to 3): whole numbers, floats of 4 and 8 bytes, truth values
 * and texts, in C's or Fortran's order.
 *
 * Throws a `UserError` that names the file where it is none, is cut short, or holds another kind of elements.
 *
 * Reference: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function parseNpy(bytes: Uint8Array, file: string): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || magic.some((byte, i) => bytes[i] !== byte))
    throw new UserError(`${file} is no .npy file: it doesn't begin with NumPy's magic string`);
  const wide = bytes[6] >= 2;
  const start = wide ? 12 : 10;
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const header = Buffer.from(
    bytes.buffer,
    bytes.byteOffset + start,
    Math.min(length, bytes.length - start),
  ).toString('latin1');
  const descr = /'descr':\s*'([<>|=]?)([a-zA-Z])(\d*)'/.exec(header);
  const fortran = /'fortran_order':\s*True/.test(header);
  const dimensions = /'shape':\s*\(([^)]*)\)/.exec(header);
  if (!descr || !dimensions) {
    throw new UserError(`${file} holds Python objects or records: save it as an array of numbers`);
  }
  const shape = (dimensions[1].match(/\d+/g) ?? []).map(Number);
  const count = shape.reduce((product, n) => product * n, 1);
  const [, order, kind, size] = descr;
  const body = start + length;
  const steps = new Array<number>(shape.length).fill(1);
  if (fortran) for (let k = 1; k < shape.length; k++) steps[k] = steps[k - 1] * shape[k - 1];
  else for (let k = shape.length - 2; k >= 0; k--) steps[k] = steps[k + 1] * shape[k + 1];
  const wanted = (each: number): void => {
    if (bytes.length >= body + each * count) return;
    throw new UserError(
      `${file} is cut short: ${shape.join('×')} elements of ${each} bytes need ${each * count}, and ${bytes.length - body} are there`,
    );
  };
  if (kind === 'U' || kind === 'S') {
    const each = (kind === 'U' ? 4 : 1) * Number(size);
    wanted(each);
    const text = (n: number): string => {
      const from = body + n * each;
      if (kind === 'S')
        return Buffer.from(bytes.subarray(from, from + each))
          .toString('utf8')
          .replace(/\0+$/, '');
      const points = Array.from({ length: Number(size) }, (_, k) =>
        view.getUint32(from + 4 * k, order !== '>'),
      );
      return String.fromCodePoint(...points.filter((point) => point !== 0));
    };
    return { shape, steps, texts: Array.from({ length: count }, (_, n) => text(n)) };
  }
  const reader = readers[`${kind}${size}`];
  if (!reader) {
    throw new UserError(
      `${file} holds elements of the kind ${kind}${size}: expected whole numbers, or floats of 4 or 8 bytes`,
    );
  }
  const [make, read] = reader;
  const each = Number(size);
  wanted(each);
  const values = make(count);
  for (let n = 0; n < count; n++) values[n] = read(view, body + n * each, order !== '>');
  return { shape, steps, values };
}
