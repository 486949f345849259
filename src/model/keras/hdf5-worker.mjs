// Plain JavaScript, because a worker starts outside whatever compiles TypeScript here (tsx, vitest, the kernel).
import { parentPort, workerData } from 'node:worker_threads';
// The build for browsers keeps its files in memory: a link in a hostile file can reach nothing on the disk.
import h5wasm from 'h5wasm';

/**
 * @typedef {string | string[] | number | null} AttributeValue
 * @typedef {{ shape: number[], values: Float32Array | BigInt64Array }} ArrayValue
 * @typedef {{ attributes: Record<string, Record<string, AttributeValue>>, arrays: Record<string, ArrayValue> }} Tree
 * @typedef {{ attributes: number, arrays: number, objects: number }} Limits
 */

const file = 'file.h5';

/**
 * Reads all attributes that are texts or numbers, and the arrays of floats under one group.
 *
 * @param {Uint8Array} bytes
 * @param {string} under
 * @param {Limits} limits
 * @returns {Promise<Tree>}
 */
async function read(bytes, under, limits) {
  const hdf5 = await h5wasm.ready;
  hdf5.activate_throwing_error_handler();
  hdf5.FS.writeFile(file, bytes);
  const root = new h5wasm.File(file, 'r');
  /** @type {Tree} */
  const tree = { attributes: { '': attributesOf(root, '', limits) }, arrays: {} };
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
        const { type, size, virtual_sources: sources } = child.metadata;
        const shape = child.shape ?? [];
        numbers += shape.reduce((n, d) => n * d, 1);
        if (numbers > limits.arrays) {
          throw new Error(
            `${at} is declared as ${shape.join('×')}: more than ${limits.arrays} numbers in all`,
          );
        }
        if (type !== 1 || (size !== 4 && size !== 8)) throw new Error(`${at} holds no 32-bit floats`);
        if (sources && sources.length > 0) throw new Error(`${at} lies in another file`);
        const value = child.value;
        const values = typeof value === 'number' ? Float32Array.of(value) : toFloats(value);
        if (!values) throw new Error(`${at} holds no numbers`);
        tree.arrays[at] = { shape, values };
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

/** @param {unknown} value */
function toFloats(value) {
  if (value instanceof Float32Array) return Float32Array.from(value);
  return value instanceof Float64Array ? Float32Array.from(value) : undefined;
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
    const count = (metadata.shape ?? []).reduce((n, d) => n * d, 1);
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
  const hdf5 = await h5wasm.ready;
  hdf5.activate_throwing_error_handler();
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
  parentPort?.postMessage({ result });
} catch (error) {
  // HDF5 tells its whole call stack: the last lines of it name the cause, the first ones its own sources.
  const text = String(error instanceof Error ? error.message : error);
  const cause = text.startsWith('HDF5-DIAG') ? (/\(\): (.*)\n/.exec(text)?.[1] ?? 'unreadable') : text;
  parentPort?.postMessage({ fault: cause.slice(0, 300) });
}
