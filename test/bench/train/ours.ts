import '../../../src/model/threads';
import { digitCnn } from '../../../src/model/cnn';
import { trainer } from '../../../src/model/default-trainer';
import { evaluate } from '../../../src/model/evaluate';
import { readDigits, takePart } from './contestant';

const [folder, epochs] = process.argv.slice(2);
const train = readDigits(folder, 'train');
const test = readDigits(folder, 'test');
const model = digitCnn(1);

takePart(
  {
    async train(count, turn, report) {
      await turn();
      let started = performance.now();
      let trained = started;
      const steps = Math.ceil(train.labels.length / 32);
      await trainer.train(model, train, test, {
        epochs: count,
        seed: 1,
        onProgress: ({ done }) => {
          if (done % steps === 0) trained = performance.now();
        },
        async onEpoch(epoch, { loss, val_accuracy }) {
          const seconds = (performance.now() - started) / 1000;
          report({ seconds, trainSeconds: (trained - started) / 1000, loss, val_accuracy });
          if (epoch < count) await turn();
          started = performance.now();
        },
      });
    },
    async predict() {
      await evaluate(model, test);
    },
  },
  Number(epochs),
);
