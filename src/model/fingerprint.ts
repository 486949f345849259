import { createHash } from 'node:crypto';
import type * as tf from '@tensorflow/tfjs-node';
import { sha256 } from '../common/files';
import type { Digits } from '../dataset/digits';

/** What a training depends on, each under the name by which a difference is reported. */
export type Fingerprint = Record<string, string>;

/** A hash of pixels, labels and scale; equal sets have equal hashes. */
export function hashDigits({ images, labels, scale }: Digits): string {
  return createHash('sha256')
    .update(images)
    .update(labels)
    .update(`scale ${scale}`)
    .digest('hex')
    .slice(0, 16);
}

/** A hash of a model's weights, in their order. */
export function hashWeights(weights: readonly Float32Array[]): string {
  const hash = createHash('sha256');
  for (const w of weights) hash.update(new Uint8Array(w.buffer, w.byteOffset, w.byteLength));
  return hash.digest('hex').slice(0, 16);
}

/**
 * A hash of a model's architecture: kinds, shapes, activations and what is trained. How the weights were first
 * drawn and what the layers are called doesn't count.
 */
export function hashModel(model: tf.LayersModel): string {
  const layers = model.layers.map((layer) => {
    const config = Object.entries(layer.getConfig()).filter(
      ([key]) => key !== 'name' && !key.toLowerCase().endsWith('initializer'),
    );
    return [layer.getClassName(), Object.fromEntries(config), layer.outputShape];
  });
  return sha256(JSON.stringify(layers)).slice(0, 16);
}

/** The differences between two fingerprints, in words: `batch size 32 there, 64 here`. */
export function differences(there: Fingerprint, here: Fingerprint): string[] {
  const names = new Set([...Object.keys(here), ...Object.keys(there)]);
  return [...names]
    .filter((name) => there[name] !== here[name])
    .map((name) => `${name} ${there[name] ?? 'unset'} there, ${here[name] ?? 'unset'} here`);
}
