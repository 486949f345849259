import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { UserError } from '../../common/errors';
import { checkSignature } from './signature';

/** An HDF5 file as far as Keras' models use it; paths have no slash at either end, the root's is empty. */
export interface Hdf5Tree {
  /** What lies in the root; told when a file is read. */
  names?: string[];
  /** Attributes of each group by its path. */
  attributes: Record<string, Record<string, string | string[]>>;
  /** Arrays by their path; an empty shape is a single number. */
  arrays: Record<string, Hdf5Array>;
}

export interface Hdf5Array {
  shape: number[];
  values: Float32Array | BigInt64Array;
}

/** What a file of a digit reader never comes near: 64 million numbers, 4 MB an attribute. */
const limits = { arrays: 2 ** 26, attributes: 2 ** 22, objects: 20_000 };

/**
 * Reads the attributes of the root and of all groups below one of its groups, and the arrays there.
 *
 * HDF5's own library does it, compiled to run in a worker without access to the disk: a file that makes it
 * crash or never end takes nothing with it. Throws a `UserError` that begins with `name` for anything that is no
 * HDF5 file, is damaged, or declares more than a model of digits could need.
 */
export async function readHdf5(bytes: Uint8Array, under: string, name: string): Promise<Hdf5Tree> {
  checkSignature(bytes, name);
  const answer = await inWorker({ task: 'read', bytes, under, limits });
  if ('fault' in answer) {
    const cause = answer.fault.includes('read data')
      ? 'its numbers are damaged, lie in another file, or are compressed by another way than gzip'
      : "it is damaged or cut short, or not of Keras' making";
    throw new UserError(`${name} can't be read as a Keras model (${answer.fault}): ${cause}`);
  }
  return answer.result as Hdf5Tree;
}

/** The bytes of an HDF5 file with these attributes and arrays. */
export async function writeHdf5(tree: Hdf5Tree): Promise<Uint8Array> {
  const answer = await inWorker({ task: 'write', tree });
  if ('fault' in answer) throw new Error(`HDF5 could not be written: ${answer.fault}`);
  return answer.result as Uint8Array;
}

type Answer = { result: unknown } | { fault: string };

/** Runs one task in a worker of its own, which ends with it. */
function inWorker(workerData: object): Promise<Answer> {
  // Options of the parent's (a loader for TypeScript) mean nothing to plain JavaScript, and its own output
  // (HDF5's diagnostics) nothing to a user.
  const worker = new Worker(join(__dirname, 'hdf5-worker.mjs'), {
    workerData,
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 2048 },
  });
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ fault: 'it took more than 20 seconds' }), 20_000);
    worker.on('message', (answer: Answer) => resolve(answer));
    worker.on('error', (error) => resolve({ fault: error.message }));
    worker.on('exit', (code) => resolve({ fault: `HDF5's library ended with ${code}` }));
    timer.unref();
  }).finally(() => worker.terminate()) as Promise<Answer>;
}
