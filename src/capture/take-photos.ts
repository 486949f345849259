import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../common/errors';
import { readIfThere, writeWhole } from '../common/files';
import type { LongWork } from '../common/progress';
import type { Seed } from '../common/random';
import type { Camera } from './camera';
import { capture, customFolder, type OnShot } from './capture';
import { captureSheets } from './capture-sheets';
import { type CameraName, type CameraOptions, openCamera } from './choose';
import { importFolder } from './folder';
import type { StreamCounts } from './nearest';
import type { CutPhoto } from './sheet-digits';
import { importSheets } from './sheets';
import type { Shot } from './shot';
import type { StreamCamera } from './stream';

/** Where the photos of an experiment come from. */
export interface PhotoOptions extends LongWork {
  /**
   * `simulated` draws them, `folder` takes what is in `photos`, `webcam` and `stream` ask a real camera; `auto`
   * takes the folder where one is named, else the first camera that answers (see `openCamera`).
   */
  camera: CameraName;
  /** For the folder camera: a folder that holds the folders `0` to `9`, or photos with a list of labels. */
  photos: string;
  /** Photos of each digit that the balanced set is to have. */
  perClass: number;
  seed: Seed;
  /** Which webcam or stream; empty for the system's first. */
  device?: string;
  /** In pixels; 0 for the camera's own. */
  width?: number;
  /** In pixels; 0 for the camera's own. */
  height?: number;
  /** Lets the simulated camera wait out its beat. */
  realtime?: boolean;
  /** Seconds to change the sheet before a real camera (default 3). */
  pause?: number;
  /** The digits to photograph (default all ten); for a folder all that is there. */
  labels?: readonly number[];
  /** Whose hand writes before a real camera (default `me`), or wrote what is in the folder (default `unknown`). */
  writer?: string;
  /** See `openCamera`. */
  attended?: boolean;
  /** The photos show whole sheets with several digits each (see `importSheets` and `captureSheets`). */
  sheets?: boolean;
  /** What those sheets show, as `readLayout` reads it; empty for a folder whose names or list tell it. */
  shows?: string;
  /** Only these photos of a folder of sheets, by name. */
  only?: readonly string[];
  /** Called once it is clear where the photos come from, before the first of them. */
  onChosen?: (source: string, notes: readonly string[]) => void;
  /** Called for each new photo of a camera. */
  onShot?: OnShot;
}

const Current = z.object({ session: z.string().min(1), source: z.string().min(1) });

/** The session that the next stages work on, and where its photos come from, in words. */
export type Current = z.infer<typeof Current>;

/** What a stage at the camera leaves. */
export interface Taken extends Current {
  /** The session's photos, in the order of the manifest. */
  shots: Shot[];
  /** How many of them were new this time. */
  taken: number;
  /** Files of a folder that were left out, with the reason. */
  refused: { file: string; reason: string }[];
  /** What took the photos. */
  kind: Exclude<CameraName, 'auto'>;
  /** How that was chosen, in sentences; empty where it was asked for by name. */
  notes: string[];
  /** What a stream lost, where one took the photos. */
  counts?: StreamCounts;
  /** A whole sheet that was cut in this run, where the photos show such sheets. */
  example?: CutPhoto;
}

/**
 * Fills `data/custom` from the camera chosen, and makes its session the one that the next stages work on.
 *
 * What an interrupted run has taken stays, and the next one goes on from there. Throws a `UserError` for a folder
 * that is missing or holds no photos.
 */
export async function takePhotos(options: PhotoOptions): Promise<Taken> {
  const folder = options.camera === 'folder' || (options.camera === 'auto' && options.photos !== '');
  const taken = folder ? await fromFolder(options) : await fromCamera(options);
  const { session, source } = taken;
  await writeWhole(currentFile(), `${JSON.stringify({ session, source }, null, 2)}\n`);
  return taken;
}

/** Reads which session to work on. Throws a `UserError` where no photos have been taken yet. */
export async function currentSession(): Promise<Current> {
  const content = await readIfThere(currentFile());
  if (!content) throw new UserError('no photos have been taken yet: run notebooks/01-capture first');
  const parsed = Current.safeParse(JSON.parse(content.toString('utf8')));
  if (!parsed.success) throw new UserError(`${currentFile()} is damaged: run notebooks/01-capture again`);
  return parsed.data;
}

async function fromCamera(options: PhotoOptions): Promise<Taken> {
  const { perClass, labels, onShot, onProgress, signal, pause = 3 } = options;
  const { width, height, seed, device, realtime, attended } = options;
  const writer = options.writer || undefined;
  const asked: CameraOptions = {
    camera: options.camera === 'folder' ? 'auto' : options.camera,
    ...{ seed, device, realtime, writer, attended },
    width: width || undefined,
    height: height || undefined,
  };
  const { kind, camera, notes } = await openCamera(asked);
  const source = kind === 'simulated' ? 'simulated camera' : `${kind} ${camera.name}`;
  options.onChosen?.(source, notes);
  const virtual = kind === 'simulated' && !realtime;
  const work = { camera, perClass, onShot, onProgress, signal, pause: virtual ? 0 : pause };
  try {
    const taken = options.sheets
      ? await captureSheets({ ...work, shows: options.shows || undefined })
      : { refused: [], example: undefined, ...(await capture({ ...work, labels })) };
    const counts = isStream(camera) ? { ...camera.counts } : undefined;
    return { ...taken, source, kind, notes, counts };
  } finally {
    // Also where the session never began: a device that is held open would hold the process.
    await camera.close();
  }
}

function isStream(camera: Camera): camera is StreamCamera {
  return 'counts' in camera;
}

async function fromFolder(options: PhotoOptions): Promise<Taken> {
  const { photos, only, onProgress, signal } = options;
  const writer = options.writer || undefined;
  if (photos === '') {
    throw new UserError(
      'the folder camera needs a folder: set photos to one with the folders 0 to 9 in it, or with a list of labels',
    );
  }
  const source = `${options.sheets ? 'sheets in the folder' : 'folder'} ${photos}`;
  const notes = options.camera === 'auto' ? ['A folder of photos is named, so no camera was asked.'] : [];
  options.onChosen?.(source, notes);
  const imported = options.sheets
    ? await importSheets({
        from: photos,
        only,
        shows: options.shows || undefined,
        writer,
        onProgress,
        signal,
      })
    : { example: undefined, ...(await importFolder({ from: photos, writer, onProgress, signal })) };
  const { session, shots, taken, refused, example } = imported;
  if (shots.length === 0) {
    const [first] = refused;
    const why = first ? `${first.file}: ${first.reason}` : 'its folders are empty';
    throw new UserError(`no photo in ${photos} can be used: ${why}`);
  }
  return { session, shots, taken, refused, source, kind: 'folder', notes, example };
}

function currentFile(): string {
  return join(customFolder(), 'current.json');
}
