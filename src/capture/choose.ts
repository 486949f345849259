import { messageOf, UserError } from '../common/errors';
import type { Seed } from '../common/random';
import type { Camera } from './camera';
import { simulatedCamera } from './simulated/camera';
import { stream } from './stream';
import { webcam } from './webcam';

/** What a person can choose as the source of the photos. */
export const cameraNames = ['auto', 'webcam', 'stream', 'folder', 'simulated'] as const;
export type CameraName = (typeof cameraNames)[number];

/** Which camera to open, and how. */
export interface CameraOptions {
  camera: Exclude<CameraName, 'folder'>;
  /** For webcam and stream: which one; empty for the system's first. */
  device?: string;
  /** In pixels (default: the camera's own). */
  width?: number;
  /** In pixels (default: the camera's own). */
  height?: number;
  /** For the simulated camera. */
  seed?: Seed;
  /** For the simulated camera: wait out the beat. */
  realtime?: boolean;
  /** Whose hand writes before a real camera. */
  writer?: string;
  /** What a real camera's session is called (default: the camera and the day). */
  session?: string;
  /** Whether somebody is there to hold sheets up (default {@link isAttended}). */
  attended?: boolean;
}

/** A camera that answered. */
export interface OpenedCamera {
  kind: 'webcam' | 'stream' | 'simulated';
  camera: Camera;
  /** Why those before it in the order of `auto` were passed over, in sentences. */
  notes: string[];
}

/**
 * Whether somebody sits before this run: at a terminal, or at a notebook that Jupyter's server opened. A headless
 * run of the notebooks has nobody who could hold up sheets.
 */
export function isAttended(): boolean {
  if (process.env.INKDRIFT_PROGRESS_FILE) return false;
  return process.env.JPY_SESSION_NAME !== undefined || process.stdin.isTTY === true;
}

/**
 * Opens the camera asked for; with `auto` the first that answers: stream, webcam, simulated.
 *
 * `auto` asks a real camera only where somebody is there to hold sheets up to it, so that a headless run is the
 * same on every machine. A camera asked for by name is opened whoever is there. Throws a `UserError` where it
 * doesn't answer.
 */
export async function openCamera(options: CameraOptions): Promise<OpenedCamera> {
  const { camera } = options;
  if (camera !== 'auto') return { kind: camera, camera: await open(camera, options), notes: [] };
  const notes: string[] = [];
  if (options.attended ?? isAttended()) {
    for (const kind of ['stream', 'webcam'] as const) {
      try {
        const opened = await open(kind, options);
        await answers(opened);
        return { kind, camera: opened, notes };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        notes.push(`No ${kind}: ${messageOf(error)}.`);
      }
    }
  } else {
    notes.push('Nobody is there to hold up sheets, so no real camera was asked.');
  }
  return { kind: 'simulated', camera: await open('simulated', options), notes };
}

async function open(kind: OpenedCamera['kind'], options: CameraOptions): Promise<Camera> {
  const { seed, width, height, realtime, writer, session } = options;
  if (kind === 'simulated') return simulatedCamera({ seed, width, height, realtime });
  const device = options.device || undefined;
  const settings = { device, width, height, writer, session };
  return kind === 'stream' ? await stream(settings) : await webcam(settings);
}

/** Takes a trial shot: a device that is there need not give pictures. Closes the camera where it fails. */
async function answers(camera: Camera): Promise<void> {
  try {
    for await (const _frame of camera.burst({ label: 0, number: 0 }, [0])) return;
  } catch (error) {
    await camera.close();
    throw error;
  }
}
