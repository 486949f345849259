import { parseArgs } from 'node:util';
import { capture } from '../capture/capture';
import { simulatedCamera } from '../capture/simulated/camera';
import { messageOf, UserError } from '../common/errors';
import { percent } from '../common/numbers';
import { balance } from '../dataset/balance';
import type { Digits } from '../dataset/digits';
import { loadMnist } from '../dataset/mnist';
import { prepareCustom } from '../dataset/prepare-custom';
import { pipeline } from '../imaging/steps';
import { judgeCamera } from '../model/judge-camera';
import { command } from './command';
import { terminalProgress } from './terminal';

const usage = `Usage: npm run --silent camera:judge [-- --json]

Judges the simulated camera by models that never saw it: the CNN trained on MNIST reads its digits, prepared by
MNIST's recipe, and the CNN trained on its digits reads MNIST's test set. Photos and trainings are kept and used
again.

  --per-class N     photos of each digit (default 355)
  --epochs N        passes over the camera's photos (default 20)
  --mnist-epochs N  passes over MNIST (default 3)
  --seed N          of the camera and the trainings (default 1)
  --json            {"mnistOnSimulated", "simulatedOnMnist"} on standard output and nothing else`;

command(async (argv, signal) => {
  const given = options(argv);
  if (given.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const seed = whole('--seed', given.seed, 0);
  const perClass = whole('--per-class', given['per-class'], 5);
  const epochs = whole('--epochs', given.epochs, 1);
  const mnistEpochs = whole('--mnist-epochs', given['mnist-epochs'], 1);
  const work = { signal, onProgress: terminalProgress() };
  const mnist = await loadMnist({ seed, ...work });
  if (mnist.source.kind === 'stand-in')
    throw new UserError(
      `the camera is judged by the real MNIST, and it can't be had (${mnist.source.where}): set MNIST_DIR to its folder`,
    );
  const { session } = await capture({ camera: simulatedCamera({ seed }), perClass, ...work });
  const set = await balance({ perClass, seed, session });
  const { train, validation } = await prepareCustom(set, pipeline('mnist'), work);
  const photos = joined(train, validation);
  const judgement = await judgeCamera({ photos, mnist, epochs, mnistEpochs, seed, ...work });
  process.stdout.write(
    given.json
      ? `${JSON.stringify(judgement)}\n`
      : `The CNN trained on MNIST reads ${percent(judgement.mnistOnSimulated)} of ${photos.labels.length} simulated photos right (90 % is asked for).\n` +
          `The CNN trained on those photos reads ${percent(judgement.simulatedOnMnist)} of MNIST's ${mnist.test.labels.length} test digits right (80 % is asked for).\n`,
  );
});

function joined(a: Digits, b: Digits): Digits {
  const images = new Uint8Array(a.images.length + b.images.length);
  images.set(a.images);
  images.set(b.images, a.images.length);
  return { images, labels: Uint8Array.from([...a.labels, ...b.labels]), scale: a.scale };
}

function options(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      options: {
        'per-class': { type: 'string', default: '355' },
        epochs: { type: 'string', default: '20' },
        'mnist-epochs': { type: 'string', default: '3' },
        seed: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UserError(`${messageOf(error)}\n\n${usage}`);
  }
}

function whole(option: string, text: string, low: number): number {
  if (/^\d{1,10}$/.test(text) && Number(text) >= low) return Number(text);
  throw new UserError(`${option} expects a whole number from ${low} but got ${JSON.stringify(text)}`);
}
