// Plain JavaScript, because a worker starts outside whatever compiles TypeScript here (tsx, vitest, the kernel).
import { parentPort, workerData } from 'node:worker_threads';
// The build for browsers keeps its files in memory: a link in a hostile file can reach nothing on the disk.
import h5wasm from 'h5wasm';

/**
 * @typedef {string | string[] | number | null} AttributeValue
 * @typedef {{ shape: number[], values: Float32Array | BigInt64Array }} ArrayValue
 * @typedef {{ names?: string[], attributes: Record<string, Record<string, AttributeValue>>, arrays: Record<string, ArrayValue> }} Tree
 * @typedef {{ attributes: number, arrays: number, objects: number }} Limits
 */

const file = 'file.h5';

const devices = ['null', 'random', 'stderr', 'stdin', 'stdout', 'tty', 'tty1', 'urandom'];

/** HDF5's library without its devices: a file that names one for its data could be read from it for ever. */
async function library() {
  const hdf5 = await h5wasm.ready;
  hdf5.activate_throwing_error_handler();
  for (const name of devices) hdf5.FS.unlink(`/dev/${name}`);
  return hdf5;
}

/**
 * Reads all attributes that are texts, the names in the root, and the arrays of numbers under one group.
 *
 * @param {Uint8Array} bytes
 * @param {string} under
 * @param {Limits} limits
 * @returns {Promise<Tree>}
 */
async function read(bytes, under, limits) {
  const hdf5 = await library();
  hdf5.FS.writeFile(file, bytes);
  const root = new h5wasm.File(file, 'r');
  /** @type {Tree} */
  const tree = { names: root.keys(), attributes: { '': attributesOf(root, '', limits) }, arrays: {} };
  let objects = 0;
  let numbers = 0;

  /** @param {import('h5wasm').Group} group @param {string} path */
  const walk = (group, path) => {
    for (const name of group.keys()) {
      if (++objects > limits.objects) throw new Error(`more than ${limits.objects} objects in it`);
      const at = path === '' ? name : `${path}/${name}`;
      const child = group.get(name);
      if (child instanceof h5wasm.Group) {
        // A group that holds itself would never end.
        if (at.split('/').length > 32) throw new Error(`groups more than 32 deep at ${at.slice(0, 80)}`);
        tree.attributes[at] = attributesOf(child, at, limits);
        walk(child, at);
      } else if (child instanceof h5wasm.Dataset) {
        const { type, chunks, virtual_sources: sources } = child.metadata;
        const shape = child.shape ?? [];
        numbers += product(shape);
        if (numbers > limits.arrays) {
          throw new Error(
            `${at} is declared as ${shape.join('×')}: more than ${limits.arrays} numbers in all`,
          );
        }
        if (chunks && product(chunks) > limits.arrays) {
          throw new Error(
            `${at} is declared in pieces of ${chunks.join('×')}: more than ${limits.arrays} numbers each`,
          );
        }
        if (sources && sources.length > 0) throw new Error(`${at} lies in another file`);
        // Integers and floats; what else may lie here is missed only by a layer that needs it.
        if (type === 0 || type === 1) tree.arrays[at] = { shape, values: floatsOf(hdf5, root, child, at) };
      } else throw new Error(`${at} is a link that leads nowhere or out of the file`);
    }
  };
  if (root.keys().includes(under)) {
    const start = root.get(under);
    if (!(start instanceof h5wasm.Group)) throw new Error(`${under} is no group`);
    tree.attributes[under] = attributesOf(start, under, limits);
    walk(start, under);
  }
  return tree;
}

/** @param {readonly number[]} shape */
function product(shape) {
  return shape.reduce((n, d) => n * d, 1);
}

/**
 * The numbers of a dataset, each rounded to 32 bits where it has more.
 *
 * @param {Awaited<typeof h5wasm.ready>} hdf5
 * @param {import('h5wasm').File} root
 * @param {import('h5wasm').Dataset} dataset
 * @param {string} at
 */
function floatsOf(hdf5, root, dataset, at) {
  const { type, size } = dataset.metadata;
  if (type === 1 && size === 2) return halvesOf(hdf5, root, dataset);
  const value = /** @type {unknown} */ (dataset.value);
  if (typeof value === 'number' || typeof value === 'bigint') return Float32Array.of(Number(value));
  if (value instanceof Float32Array) return value;
  if (value instanceof BigInt64Array || value instanceof BigUint64Array)
    return Float32Array.from(value, Number);
  if (!ArrayBuffer.isView(value)) throw new Error(`${at} holds no numbers`);
  return new Float32Array(/** @type {Float64Array} */ (value));
}

/**
 * Floats of 16 bits, which h5wasm hands over as bytes alone: a sign, five bits of exponent, ten of fraction.
 *
 * @param {Awaited<typeof h5wasm.ready>} hdf5
 * @param {import('h5wasm').File} root
 * @param {import('h5wasm').Dataset} dataset
 */
function halvesOf(hdf5, root, dataset) {
  const count = product(dataset.shape ?? []);
  const place = hdf5._malloc(2 * count);
  try {
    hdf5.get_dataset_data(root.file_id, dataset.path, null, null, null, BigInt(place));
    const view = new DataView(hdf5.HEAPU8.buffer, place, 2 * count);
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const bits = view.getUint16(2 * i, dataset.metadata.littleEndian);
      const exponent = (bits >> 10) & 31;
      const fraction = bits & 1023;
      const size = exponent ? (1024 + fraction) * 2 ** (exponent - 25) : fraction * 2 ** -24;
      values[i] = exponent === 31 ? Number.NaN : bits & 0x8000 ? -size : size;
    }
    return values;
  } finally {
    hdf5._free(place);
  }
}

/**
 * @param {import('h5wasm').Group} group
 * @param {string} path
 * @param {Limits} limits
 */
function attributesOf(group, path, limits) {
  /** @type {Record<string, AttributeValue>} */
  const found = {};
  for (const [name, attribute] of Object.entries(group.attrs)) {
    const { metadata } = attribute;
    const count = product(metadata.shape ?? []);
    if (count * metadata.size > limits.attributes) {
      throw new Error(`the attribute ${name} of ${path || 'the root'} is declared too large`);
    }
    if (metadata.type !== 3) {
      if (count === 0) found[name] = [];
      continue;
    }
    const { value } = attribute;
    if (typeof value === 'string') found[name] = value;
    else if (Array.isArray(value)) found[name] = value.map(String);
  }
  return found;
}

/**
 * The bytes of an HDF5 file with these groups, attributes and arrays.
 *
 * @param {Tree} tree
 * @returns {Promise<Uint8Array>}
 */
async function write(tree) {
  const hdf5 = await library();
  const root = new h5wasm.File(file, 'w');
  /** @param {string} path @returns {import('h5wasm').Group} */
  const group = (path) => {
    if (path === '') return root;
    const found = root.get(path);
    return found instanceof h5wasm.Group ? found : root.create_group(path);
  };
  /** @type {Set<string>} */
  const made = new Set(['']);
  /** @param {string} path @returns {void} */
  const make = (path) => {
    if (made.has(path)) return;
    make(path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');
    root.create_group(path);
    made.add(path);
  };
  for (const [path, attributes] of Object.entries(tree.attributes)) {
    make(path);
    for (const [name, value] of Object.entries(attributes)) {
      // An empty list of names is an array of no numbers: that is how h5py writes it for Keras, too.
      if (Array.isArray(value) && value.length === 0) {
        group(path).create_attribute(name, new Float64Array(0), [0], '<d');
      } else if (Array.isArray(value)) {
        const width = Math.max(...value.map((text) => Buffer.byteLength(text)));
        group(path).create_attribute(name, value, [value.length], `S${width}`);
      } else if (value !== null) group(path).create_attribute(name, value);
    }
  }
  for (const [path, { shape, values }] of Object.entries(tree.arrays)) {
    make(path.slice(0, path.lastIndexOf('/')));
    root.create_dataset({
      name: path,
      data: values,
      shape,
      dtype: values instanceof BigInt64Array ? '<q' : '<f',
    });
  }
  root.close();
  return hdf5.FS.readFile(file);
}

const { task, bytes, under, limits, tree } = workerData;
try {
  const result = task === 'read' ? await read(bytes, under, limits) : await write(tree);
  // Handed over rather than copied.
  const arrays = 'arrays' in result ? Object.values(result.arrays).map(({ values }) => values.buffer) : [];
  parentPort?.postMessage({ result }, /** @type {ArrayBuffer[]} */ (arrays));
} catch (error) {
  // HDF5 tells its whole call stack: the last lines of it name the cause, the first ones its own sources.
  const text = String(error instanceof Error ? error.message : error);
  const cause = text.startsWith('HDF5-DIAG') ? (/\(\): (.*)\n/.exec(text)?.[1] ?? 'unreadable') : text;
  parentPort?.postMessage({ fault: cause.slice(0, 300) });
}
