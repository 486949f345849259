import { UserError } from '../../common/errors';

const hdf5 = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1');

/** HDF5 may begin behind a block of another program's. */
const starts = [0, 512, 1024, 2048];

const again = "save the model in Keras with model.save('name.h5')";

/** What else a file turns out to be, by a text near its beginning or within it. */
const others: { is: string; cure: string; begins: string[]; holds?: string }[] = [
  {
    is: 'a .keras archive',
    cure: "open it in Keras and save it with model.save('name.h5')",
    begins: ['PK'],
    holds: 'model.weights.h5',
  },
  { is: 'a PyTorch file', cure: 'Keras models alone are read', begins: ['PK'], holds: 'data.pkl' },
  { is: 'a zip archive', cure: 'unpack it, and name the .h5 file within', begins: ['PK'] },
  { is: 'compressed with gzip', cure: 'unpack it with gunzip', begins: ['\x1f\x8b'] },
  {
    is: 'a web page',
    cure: 'download the file itself, not the page about it',
    begins: ['<!doctype', '<html'],
  },
  {
    is: "Git LFS' note on a file",
    cure: 'fetch the file with git lfs pull',
    begins: ['version https://git-lfs'],
  },
  {
    is: 'a TensorFlow Lite model',
    cure: again,
    begins: ['\x1c\0\0\0TFL3', '\x18\0\0\0TFL3', '\x20\0\0\0TFL3'],
  },
  { is: 'JSON', cure: `a config alone has no weights: ${again}`, begins: ['{'] },
];

/** Throws a `UserError` that says what a file is instead, where it isn't HDF5. */
export function checkSignature(bytes: Uint8Array, name: string): void {
  if (bytes.length === 0) throw new UserError(`${name} is empty`);
  if (starts.some((at) => hdf5.equals(bytes.subarray(at, at + hdf5.length)))) return;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const head = text
    .toString('latin1', 0, 40)
    .replace(/^[ \r\n]+/, '')
    .toLowerCase();
  const other = others.find(
    ({ begins, holds }) =>
      begins.some((one) => head.startsWith(one.toLowerCase())) &&
      (holds === undefined || text.includes(holds)),
  );
  throw new UserError(
    other
      ? `${name} is ${other.is}, not an HDF5 file: ${other.cure}`
      : `${name} is no HDF5 file (it does not begin with HDF5's signature): expected a model that Keras saved as .h5`,
  );
}
