import { basename, dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { measureBeat } from '../capture/beat-report';
import { type CameraName, cameraNames } from '../capture/choose';
import { countFlags, describeSession } from '../capture/session-report';
import { layoutForms } from '../capture/sheet-layout';
import type { Shot } from '../capture/shot';
import { takePhotos } from '../capture/take-photos';
import { messageOf, UserError } from '../common/errors';
import { callerPath } from './caller-path';
import { captureScreen } from './capture-screen';
import { command } from './command';

const usage = `Usage: npm run capture -- [--digit 3] [--camera auto] [--quota 355] [more]
       npm run capture -- --sheet PHOTO [--sheet PHOTO] [--shows LAYOUT]

Takes photos of digits, a shot every 0.2 s and five a sheet, until each digit has its quota and one spare sheet.
Ctrl-C ends the session; the same command goes on where it stopped.

  --digit N        the digit to photograph; may be given several times (default: all ten)
  --camera NAME    ${cameraNames.join(', ')} (default auto: a folder where --photos names one, else
                   the first that answers; without a terminal the simulated camera)
  --device NAME    which webcam or stream: /dev/video0, TEST, FILE:/absolute/path, or the system's name
  --photos FOLDER  for the folder camera: folders 0 to 9, or photos beside a labels.csv
  --quota N        photos of each digit (default 355)
  --pause SECONDS  to change the sheet before a real camera (default 3)
  --size WxH       in pixels (default: the camera's own; 640x480 simulated)
  --writer NAME    whose hand writes
  --seed N         of the simulated camera (default 1)
  --realtime       lets the simulated camera wait out its beat
  --json           one JSON object on standard output and nothing else

Whole sheets with several digits on them are cut into their digits:

  --sheet PHOTO    a photo of such a sheet; may be given several times
  --sheets         every photo, in --photos or before the camera, shows such a sheet
  --shows LAYOUT   which digits: ${layoutForms};
                   a photo's own name, up to a space, or its line in labels.csv may say so instead`;

command(async (argv, signal) => {
  const given = options(argv);
  if (given.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const { folder, ...whole } = sheetsOf(given);
  const [width, height] = sizeOf(given.size);
  const fresh: Shot[] = [];
  const screen = given.json ? undefined : captureScreen();
  let counts: Awaited<ReturnType<typeof takePhotos>>['counts'];
  let kind = '';
  try {
    const taken = await takePhotos({
      ...whole,
      ...{ width, height, signal, realtime: given.realtime },
      camera: folder === undefined ? cameraOf(given.camera) : 'folder',
      photos: folder ?? (given.photos === undefined ? '' : callerPath(given.photos)),
      perClass: number('--quota', given.quota),
      seed: number('--seed', given.seed),
      pause: number('--pause', given.pause),
      device: given.device,
      writer: given.writer,
      labels: given.digit?.map(digitOf),
      onChosen: (source, notes) => {
        if (!given.json)
          process.stderr.write(`${[...notes, `Source of the photos: ${source}`].join('\n')}\n`);
      },
      onShot(shot, photo, live) {
        fresh.push(shot);
        screen?.onShot(shot, photo, live);
      },
      onProgress: screen?.onProgress,
    });
    screen?.close();
    ({ counts, kind } = taken);
    const { session, source, notes, refused, shots } = taken;
    if (given.json) {
      const beat = fresh.length > 0 && !whole.sheets ? measureBeat(fresh) : null;
      const report = {
        source,
        session,
        notes,
        photos: shots.length,
        taken: taken.taken,
        refused,
        beat,
        counts,
      };
      process.stdout.write(`${JSON.stringify({ ...report, flags: countFlags(shots) })}\n`);
      return;
    }
    const lines = [
      `${shots.length} photos from the ${source}, ${taken.taken} of them new (session ${session}).`,
      ...refused.map(({ file, reason }) => `Left out: ${file}, ${reason}.`),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    screen?.close();
    const virtual = kind === 'simulated' && !given.realtime;
    // The digits of whole sheets were neither taken to a beat nor looked at by the checks.
    if (!given.json && !whole.sheets && fresh.length > 0)
      process.stdout.write(`${describeSession(fresh, counts, virtual).join('\n')}\n`);
  }
});

function options(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      options: {
        digit: { type: 'string', multiple: true },
        camera: { type: 'string', default: 'auto' },
        device: { type: 'string' },
        photos: { type: 'string' },
        quota: { type: 'string', default: '355' },
        pause: { type: 'string', default: '3' },
        size: { type: 'string' },
        writer: { type: 'string' },
        seed: { type: 'string', default: '1' },
        realtime: { type: 'boolean', default: false },
        sheet: { type: 'string', multiple: true },
        sheets: { type: 'boolean', default: false },
        shows: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UserError(`${messageOf(error)}\n\n${usage}`);
  }
}

/** What the options say of whole sheets; the folder is that of the photos named one by one. */
function sheetsOf({ sheet, sheets, shows, digit }: ReturnType<typeof options>): {
  sheets: boolean;
  shows?: string;
  only?: string[];
  folder?: string;
} {
  const whole = sheets || sheet !== undefined || shows !== undefined;
  if (whole && digit !== undefined)
    throw new UserError('--digit is for sheets with one digit; --shows says what a sheet with several shows');
  if (sheet === undefined) return { sheets: whole, shows };
  const paths = sheet.map((path) => callerPath(path));
  const folder = dirname(paths[0]);
  if (paths.some((path) => dirname(path) !== folder))
    throw new UserError('the photos given as --sheet must lie in one folder: they become one session');
  return { sheets: true, shows, only: paths.map((path) => basename(path)), folder };
}

function cameraOf(name: string): CameraName {
  const camera = cameraNames.find((each) => each === name);
  if (camera) return camera;
  throw new UserError(`--camera is one of ${cameraNames.join(', ')}, not ${JSON.stringify(name)}`);
}

function number(option: string, text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new UserError(`${option} expects a number but got ${JSON.stringify(text)}`);
}

function digitOf(text: string): number {
  if (/^[0-9]$/.test(text)) return Number(text);
  throw new UserError(`--digit expects a digit from 0 to 9 but got ${JSON.stringify(text)}`);
}

function sizeOf(text: string | undefined): [number, number] {
  if (text === undefined) return [0, 0];
  const match = /^(\d{2,4})x(\d{2,4})$/.exec(text);
  if (!match) throw new UserError(`--size expects a size such as 1280x960 but got ${JSON.stringify(text)}`);
  return [Number(match[1]), Number(match[2])];
}
