import { parseArgs } from 'node:util';
import { messageOf, UserError } from '../common/errors';
import { percent } from '../common/numbers';
import type { PipelineName } from '../imaging/steps';
import { isKerasFile } from '../model/keras/open';
import { evaluateMnist, type MnistReport, scaleFor } from '../model/read-mnist';
import { evaluatePhotos, type PhotoReport } from '../model/read-photos';
import { callerPath } from './caller-path';
import { command } from './command';
import { terminalProgress } from './terminal';

const usage = `Usage: npm run --silent evaluate -- --model NAME|FILE.h5 --photos FOLDER [--pipeline mnist|as-shot] [--json]
       npm run --silent evaluate -- --model NAME|FILE.h5 --data mnist [--range 0-1|0-255] [--json]

Reads photos of digits, or MNIST's test set, with a trained model and says how many it got right.

  --model NAME     a folder under models/: mnist, custom-mnist or custom-as-shot
                   (custom: the one of the two that fits the pipeline)
  --model FILE.h5  a model that Keras or this project saved
  --photos FOLDER  holds the folders 0 to 9 with JPEG, PNG or WebP photos of that digit
  --pipeline NAME  how the photos are prepared; by default as the model's own training data was
  --data mnist     reads MNIST's test set instead of photos
  --range RANGE    what black to white is fed as: 0-1 or 0-255; by default as the model's card or the
                   pipeline says, and 0-1 where there is no card
  --json           one JSON object on standard output and nothing else`;

command(async (argv, signal) => {
  const { model, photos, data, range, pipeline, json, help } = options(argv);
  if (help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  if (!model)
    throw new UserError(`--model is missing: name one under models/, --model mnist for example\n\n${usage}`);
  const scale = scaleFor(range);
  const work = {
    model: isKerasFile(model) ? callerPath(model) : model,
    signal,
    onProgress: json ? undefined : terminalProgress(),
  };
  const onModel = (about: string) => process.stderr.write(`${about}\n`);
  const onHint = (hint: string) => process.stderr.write(`hint: ${hint}\n`);
  if (data !== undefined) {
    if (data !== 'mnist') throw new UserError(`--data is mnist, not ${data}`);
    if (photos !== undefined) throw new UserError('--data and --photos were both given: name one of the two');
    if (pipeline !== undefined)
      throw new UserError(
        '--pipeline is for photos: MNIST comes prepared; --range says how its pixels are fed',
      );
    const report = await evaluateMnist({
      ...work,
      range: range as MnistReport['range'] | undefined,
      onModel,
      onHint,
    });
    process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${mnistInWords(report)}\n`);
    return;
  }
  if (!photos)
    throw new UserError(`--photos is missing: name a folder with the folders 0 to 9 in it\n\n${usage}`);
  if (pipeline !== undefined && pipeline !== 'mnist' && pipeline !== 'as-shot') {
    throw new UserError(`--pipeline is mnist or as-shot, not ${pipeline}`);
  }
  const report = await evaluatePhotos({
    ...work,
    photos: callerPath(photos),
    pipeline: pipeline as PipelineName | undefined,
    scale,
    onModel,
    onHint,
  });
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${inWords(report)}\n`);
});

function options(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      options: {
        model: { type: 'string' },
        photos: { type: 'string' },
        data: { type: 'string' },
        range: { type: 'string' },
        pipeline: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UserError(`${messageOf(error)}\n\n${usage}`);
  }
}

function mnistInWords({ count, accuracy, loss, range, source }: MnistReport): string {
  const right = Math.round(accuracy * count);
  const from = source.kind === 'stand-in' ? "a drawn stand-in for MNIST's test set" : "MNIST's test set";
  const cost = loss === null ? '' : `, loss ${loss.toFixed(4)}`;
  return `${right} of ${count} digits of ${from} read right (${percent(accuracy, 2)})${cost}; pixels ${range}`;
}

function inWords(report: PhotoReport): string {
  const lines = report.photos.map(({ file, label, predicted, confidence, refused }) =>
    refused !== null || predicted === null || confidence === null
      ? `${file}: refused, ${refused}`
      : `${file}: read as ${predicted} (${percent(confidence)} sure)${predicted === label ? '' : `, but is a ${label}`}`,
  );
  const read = report.count - report.refused;
  const right = report.photos.filter((photo) => photo.predicted === photo.label).length;
  const sum =
    report.accuracy === null
      ? `none of the ${report.count} photos could be read`
      : `${right} of ${read} photos read right (${percent(report.accuracy)}), ${report.refused} refused`;
  return [...lines, '', sum].join('\n');
}
