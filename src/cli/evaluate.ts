import { parseArgs } from 'node:util';
import { messageOf, UserError } from '../common/errors';
import { percent } from '../common/numbers';
import type { PipelineName } from '../imaging/steps';
import { evaluatePhotos, type PhotoReport } from '../model/read-photos';
import { callerPath } from './caller-path';
import { command } from './command';
import { terminalProgress } from './terminal';

const usage = `Usage: npm run --silent evaluate -- --model NAME --photos FOLDER [--pipeline mnist|as-shot] [--json]

Reads photos of digits with a trained model and says how many it got right.

  --model NAME     a folder under models/: mnist, custom-mnist or custom-as-shot
                   (custom: the one of the two that fits the pipeline)
  --photos FOLDER  holds the folders 0 to 9 with JPEG, PNG or WebP photos of that digit
  --pipeline NAME  how the photos are prepared; by default as the model's own training data was
  --json           one JSON object on standard output and nothing else`;

command(async (argv, signal) => {
  const { model, photos, pipeline, json, help } = options(argv);
  if (help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  if (!model)
    throw new UserError(`--model is missing: name one under models/, --model mnist for example\n\n${usage}`);
  if (!photos)
    throw new UserError(`--photos is missing: name a folder with the folders 0 to 9 in it\n\n${usage}`);
  if (pipeline !== undefined && pipeline !== 'mnist' && pipeline !== 'as-shot') {
    throw new UserError(`--pipeline is mnist or as-shot, not ${pipeline}`);
  }
  const report = await evaluatePhotos({
    model,
    photos: callerPath(photos),
    pipeline: pipeline as PipelineName | undefined,
    signal,
    onProgress: json ? undefined : terminalProgress(),
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
        pipeline: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UserError(`${messageOf(error)}\n\n${usage}`);
  }
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
