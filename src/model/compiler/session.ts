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
      return signature.predict(inputs) as Record<string, tf.Tensor>;
    },
    close() {
      for (const signature of signatures.values()) signature.dispose();
      signatures.clear();
    },
  };
}
