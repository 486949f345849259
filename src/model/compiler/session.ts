import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-node';
import { explainWrite } from '../../common/files';
import type { Graph } from './graph';
import { savedModel } from './protobuf';

/** A graph that TensorFlow has loaded, with the values of its variables. */
export interface Session {
  /** Runs one signature; the caller disposes of what comes back. Throws TensorFlow's message where it fails. */
  run(signature: string, inputs: Record<string, tf.Tensor>): Record<string, tf.Tensor>;
  /** Frees the graph and its variables. */
  close(): void;
}

/**
 * Hands a graph to TensorFlow.
 *
 * tfjs-node reads graphs from a folder only, so it goes through a temporary one; its name is never used again,
 * because tfjs-node takes two graphs of the same path for one.
 */
export async function openSession(graph: Graph): Promise<Session> {
  const folder = await mkdtemp(join(tmpdir(), `inkdrift-graph-${randomUUID().slice(0, 8)}-`));
  const signatures = new Map<string, Awaited<ReturnType<typeof tf.node.loadSavedModel>>>();
  try {
    const write = (bytes: Uint8Array) =>
      writeFile(join(folder, 'saved_model.pb'), bytes).catch((error) => {
        throw explainWrite(folder, error);
      });
    await write(savedModel(graph.nodes, graph.signatures));
    for (const [i, name] of Object.keys(graph.signatures).entries()) {
      signatures.set(name, await tf.node.loadSavedModel(folder, ['serve'], name));
      // The session is there after the first; for the others tfjs-node reads the file only for their names.
      if (i === 0) await write(savedModel([], graph.signatures));
    }
  } catch (error) {
    for (const signature of signatures.values()) signature.dispose();
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return {
    run(name, inputs) {
      const signature = signatures.get(name);
      if (!signature) throw new Error(`no signature ${name}, or the session is closed`);
      const copies = Object.entries(inputs).map(([key, tensor]) => [key, ownedCopy(tensor)] as const);
      try {
        return signature.predict(Object.fromEntries(copies)) as Record<string, tf.Tensor>;
      } finally {
        for (const [, copy] of copies) copy.dispose();
      }
    },
    close() {
      for (const signature of signatures.values()) signature.dispose();
      signatures.clear();
    },
  };
}

/**
 * A copy of a tensor whose memory TensorFlow owns.
 *
 * tfjs-node lends TensorFlow the memory of a typed array and gives it back to JavaScript in the thread that lets go
 * of it last. After a session's run that may be one of TensorFlow's own, where JavaScript's heap must not be
 * touched: now and then the process died of it, seconds later and somewhere else. Memory that doesn't begin at a
 * multiple of 64 bytes TensorFlow copies instead, and gives back at once. Every buffer begins at a multiple of 8,
 * so that four bytes into it is never one.
 */
export function ownedCopy(tensor: tf.Tensor): tf.Tensor {
  const values = tensor.dataSync() as Float32Array | Int32Array;
  const buffer = new ArrayBuffer(values.byteLength + 4);
  const moved =
    values instanceof Float32Array
      ? new Float32Array(buffer, 4, values.length)
      : new Int32Array(buffer, 4, values.length);
  moved.set(values);
  return tf.tensor(moved, tensor.shape, tensor.dtype);
}
