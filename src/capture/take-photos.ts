import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../common/errors';
import { readIfThere, writeWhole } from '../common/files';
import type { LongWork } from '../common/progress';
import type { Seed } from '../common/random';
import { capture, customFolder } from './capture';
import { importFolder } from './folder';
import type { Shot } from './shot';
import { simulatedCamera } from './simulated/camera';

/** Where the photos of an experiment come from. */
export interface PhotoOptions extends LongWork {
  /** `simulated` draws them; `folder` takes what is in `photos`. */
  camera: 'simulated' | 'folder';
  /** For the folder camera: a folder that holds the folders `0` to `9`. */
  photos: string;
  /** Photos of each digit that the balanced set is to have. */
  perClass: number;
  seed: Seed;
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
}

/**
 * Fills `data/custom` from the camera chosen, and makes its session the one that the next stages work on.
 *
 * What an interrupted run has taken stays, and the next one goes on from there. Throws a `UserError` for a folder
 * that is missing or holds no photos.
 */
export async function takePhotos(options: PhotoOptions): Promise<Taken> {
  const { camera, photos, perClass, seed, ...work } = options;
  const taken =
    camera === 'folder' ? await fromFolder(photos, work) : await fromSimulation(perClass, seed, work);
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

async function fromSimulation(perClass: number, seed: Seed, work: LongWork): Promise<Taken> {
  const { session, shots, taken } = await capture({ camera: simulatedCamera({ seed }), perClass, ...work });
  return { session, shots, taken, refused: [], source: 'simulated camera' };
}

async function fromFolder(photos: string, work: LongWork): Promise<Taken> {
  if (photos === '') {
    throw new UserError('the folder camera needs a folder: set photos to one with the folders 0 to 9 in it');
  }
  const { session, shots, taken, refused } = await importFolder({ from: photos, ...work });
  if (shots.length === 0)
    throw new UserError(
      `no photo in ${photos} can be used: ${refused[0]?.reason ?? 'its folders are empty'}`,
    );
  return { session, shots, taken, refused, source: `folder ${photos}` };
}

function currentFile(): string {
  return join(customFolder(), 'current.json');
}
