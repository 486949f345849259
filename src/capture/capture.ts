import { join } from 'node:path';
import { UserError } from '../common/errors';
import { sha256 } from '../common/files';
import type { LongWork } from '../common/progress';
import { workspace } from '../common/workspace';
import { burstOf, countDown, landed } from './burst';
import type { Camera, Frame, Sheet } from './camera';
import type { SetAside } from './reconcile';
import type { Shot } from './shot';
import { type NewShot, openStore } from './store';

/** What to capture, and where to. */
export interface CaptureOptions extends LongWork {
  camera: Camera;
  /** The folder of the photos and their manifest (default `data/custom` of the workspace). */
  folder?: string;
  /** How many photos of each digit the balanced set is to have (default 355: 2,840 + 710 in all). */
  perClass?: number;
  /** Shots of a burst, all of one sheet (default 5: a second). */
  shotsPerSheet?: number;
  /** The digits to capture, in this order (default all ten). */
  labels?: readonly number[];
  /** Seconds to change the sheet before each burst, counted down in the progress (default 0). */
  pause?: number;
  /** Called for each photo when it has landed and the checks have looked at it; not for those already there. */
  onShot?: OnShot;
}

/** Receives a photo, what the manifest will say of it, and how many photos of each digit the session has by now. */
export type OnShot = (shot: Shot, photo: Buffer, counts: readonly number[]) => void;

/** How many photos of each digit, 0 to 9, a session has. */
export function countDigits(shots: readonly Shot[], session: string): number[] {
  const counts = new Array<number>(10).fill(0);
  for (const shot of shots) if (shot.session === session) counts[shot.label]++;
  return counts;
}

/** What a capture leaves. */
export interface Captured {
  /** The session's name: what the balancing is to choose by. */
  session: string;
  /** All of the session's shots of the quota, in the order of the manifest. */
  shots: Shot[];
  /** How many of them this run took; the others were there. */
  taken: number;
  /** What was set aside at the start. */
  setAside: SetAside;
}

/** Where photos and manifest are, unless another folder is given. */
export function customFolder(): string {
  return join(workspace().data, 'custom');
}

/**
 * How many sheets of each digit a quota needs: one more than the photos alone would.
 *
 * The spare one lets a split by sheet come out exact: of 72 sheets of 5, 57 give the 284 photos for training
 * and 15 the 71 for validation, though neither is a multiple of 5.
 */
export function sheetsFor(perClass: number, shotsPerSheet: number): number {
  return Math.ceil(perClass / shotsPerSheet) + 1;
}

/**
 * Takes photos until each digit has its quota of sheets, burst by burst.
 *
 * Takes up where an earlier run of the same session was stopped or killed; photos of other sessions stay beside
 * its own. Rejects with `signal.reason` when it is aborted, whatever was taken by then being kept. Throws a
 * `UserError` for a quota that makes no sense, and while another process writes to the folder.
 */
export async function capture(options: CaptureOptions): Promise<Captured> {
  const { camera, folder = customFolder(), perClass = 355, shotsPerSheet = 5, pause = 0 } = options;
  const { onProgress, onShot, signal } = options;
  const labels = options.labels ?? [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  check('photos of a class', perClass);
  check('shots of a sheet', shotsPerSheet);
  if (!(pause >= 0 && pause <= 3600))
    throw new UserError(`the pause between sheets must be from 0 to 3600 seconds, not ${pause}`);
  signal?.throwIfAborted();

  const plan = labels.flatMap((label) =>
    Array.from({ length: sheetsFor(perClass, shotsPerSheet) }, (_, number) => ({ label, number })),
  );
  const total = plan.length * shotsPerSheet;
  const store = await openStore(folder);
  let storing: Promise<void> = Promise.resolve();
  try {
    const there = new Set(store.shots.map(({ id }) => id));
    const wanted = new Set<string>();
    const counts = countDigits(store.shots, camera.session);
    let [done, taken] = [0, 0];
    for (const sheet of plan) {
      const shots = Array.from({ length: shotsPerSheet }, (_, k) => k);
      for (const k of shots) wanted.add(nameShot(camera, sheet, k));
      let rate: number | undefined;
      const missing = shots.filter((k) => !there.has(nameShot(camera, sheet, k)));
      if (missing.length > 0) {
        signal?.throwIfAborted();
        await countDown(pause, sheet, { done, total, onProgress, signal });
        const burst = await burstOf(camera, sheet, missing, signal);
        // The next burst is taken while this one is looked at and goes to the disk; the one before must be there.
        await storing;
        const nameEach = (frame: Frame, flags: string[]): NewShot => describe(camera, sheet, frame, flags);
        storing = landed(burst.frames, nameEach, counts, onShot).then((batch) => store.add(batch));
        storing.catch(() => undefined);
        taken += burst.frames.length;
        rate = burst.rate;
        if (burst.failure !== undefined) throw burst.failure;
      }
      done += shotsPerSheet;
      const pace = rate === undefined ? '' : `, ${rate.toFixed(1)} shots/s`;
      const detail = `digit ${sheet.label}, sheet ${sheet.number + 1}${pace}`;
      onProgress?.({ task: 'capturing', done, total, detail });
    }
    await storing;
    const { session } = camera;
    return {
      session,
      shots: store.shots.filter(({ id }) => wanted.has(id)),
      taken,
      setAside: store.setAside,
    };
  } finally {
    await storing.catch(() => undefined);
    await camera.close();
    await store.close();
  }
}

function check(what: string, value: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= 100_000) return;
  throw new UserError(`the number of ${what} must be a whole number from 1 to 100000, not ${value}`);
}

function nameSheet(camera: Camera, { label, number }: Sheet): string {
  const hand = camera.hand === undefined ? '' : `${camera.hand}-`;
  return `${camera.session}-${hand}${label}-${String(number).padStart(3, '0')}`;
}

function nameShot(camera: Camera, sheet: Sheet, shot: number): string {
  return `${nameSheet(camera, sheet)}-${shot}`;
}

function describe(camera: Camera, sheet: Sheet, frame: Frame, flags: string[]): NewShot {
  const id = nameShot(camera, sheet, frame.shot);
  const shot: Shot = {
    id,
    file: `photos/${sheet.label}/${id}.${frame.extension}`,
    sha256: sha256(frame.photo),
    label: sheet.label,
    sheet: nameSheet(camera, sheet),
    session: camera.session,
    writer: frame.writer,
    device: camera.name,
    time: frame.time.toISOString(),
    width: frame.width,
    height: frame.height,
    flags,
  };
  return { shot, photo: frame.photo };
}
