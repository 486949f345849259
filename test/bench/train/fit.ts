import * as tf from '@tensorflow/tfjs-node';
import { digitCnn } from '../../../src/model/cnn';
import { readDigits, takePart } from './contestant';

const [folder, epochs] = process.argv.slice(2);
const tensors = (part: 'train' | 'test') => {
  const { images, labels } = readDigits(folder, part);
  const pixels = Float32Array.from(images, (byte) => byte / 255);
  return { x: tf.tensor4d(pixels, [labels.length, 28, 28, 1]), y: tf.tensor1d(Float32Array.from(labels)) };
};
const train = tensors('train');
const test = tensors('test');
const model = digitCnn(1);
model.compile({ optimizer: tf.train.adam(), loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });

takePart(
  {
    async train(count, turn, report) {
      await turn();
      let started = performance.now();
      let trained = started;
      const steps = Math.ceil(train.y.size / 32);
      await model.fit(train.x, train.y, {
        epochs: count,
        batchSize: 32,
        verbose: 0,
        validationData: [test.x, test.y],
        callbacks: {
          onBatchEnd: async (batch) => {
            if (batch === steps - 1) trained = performance.now();
          },
          onEpochEnd: async (epoch, logs) => {
            const seconds = (performance.now() - started) / 1000;
            const { loss = Number.NaN, val_acc = Number.NaN } = logs ?? {};
            report({ seconds, trainSeconds: (trained - started) / 1000, loss, val_accuracy: val_acc });
            if (epoch + 1 < count) await turn();
            started = performance.now();
          },
        },
      });
    },
    async predict() {
      const found = model.predict(test.x, { batchSize: 32 }) as tf.Tensor;
      found.dataSync();
      found.dispose();
    },
  },
  Number(epochs),
);
