import '../../../src/model/threads';
import * as tf from '@tensorflow/tfjs-node';
import { loadMnist } from '../../../src/dataset/mnist';
import { digitCnn } from '../../../src/model/cnn';
import { graphEngine } from '../../../src/model/compiler/engine';
import { forReading, optimize } from '../../../src/model/compiler/passes/index';
import { readNetwork } from '../../../src/model/compiler/read';

/** What it takes from a loaded TensorFlow to the first step, in seconds. */
export interface Readiness {
  /** Finding, reading and checking MNIST. */
  mnist: number;
  /** Making the network, compiling it, and handing TensorFlow the graph and the data. */
  trainer: number;
}

async function main(): Promise<void> {
  tf.zeros([1]).dataSync();
  const started = performance.now();
  const { train, test } = await loadMnist();
  const loaded = performance.now();
  const model = digitCnn(1);
  const network = readNetwork(model, 1);
  await graphEngine(optimize(network), optimize(network, forReading()), model, train, test, {});
  const ready = performance.now();
  const readiness: Readiness = { mnist: (loaded - started) / 1000, trainer: (ready - loaded) / 1000 };
  process.stdout.write(`${JSON.stringify(readiness)}\n`);
  process.exit(0);
}

main();
