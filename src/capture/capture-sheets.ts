import { messageOf, UserError } from '../common/errors';
import { sha256 } from '../common/files';
import type { LongWork } from '../common/progress';
import { countDown } from './burst';
import type { Camera, Frame, Sheet } from './camera';
import { countDigits, customFolder, type OnShot } from './capture';
import { type CutPhoto, digitsOfSheet } from './sheet-digits';
import { layoutForms, readLayout, writeOut } from './sheet-layout';
import type { ImportedSheets } from './sheets';
import type { Shot } from './shot';
import { openStore } from './store';

/** Which sheets to photograph, and where their digits go. */
export interface CaptureSheetsOptions extends LongWork {
  camera: Camera;
  /** What every sheet shows, as `readLayout` reads it (default `rows-0123456789`). */
  shows?: string;
  /** The folder of the photos and their manifest (default `data/custom` of the workspace). */
  folder?: string;
  /** How many photos of each digit the balanced set is to have (default 355). */
  perClass?: number;
  /** Seconds to change the sheet before each photo (default 0). */
  pause?: number;
  /** Called for each digit that was cut out. */
  onShot?: OnShot;
}

/** A sheet is photographed so often before it is given up. */
const tries = 5;

/** So many sheets in a row may be given up before the session ends. */
const patience = 5;

/**
 * Photographs whole sheets with several digits on each, and enters every digit as a photo of its sheet, until each
 * digit that the sheets show has its quota and a spare sheet's.
 *
 * A photo that can't be cut as the layout says is taken again, with the reason in the progress; a sheet that was
 * tried five times is given up and named among the refused. Goes on where an earlier run was stopped. Rejects with
 * `signal.reason` when it is aborted. Throws a `UserError` for a layout that is none, and after five sheets in a row
 * that were given up.
 */
export async function captureSheets(options: CaptureSheetsOptions): Promise<ImportedSheets> {
  const { camera, shows = 'rows-0123456789', folder = customFolder(), perClass = 355, pause = 0 } = options;
  const { onProgress, onShot, signal } = options;
  const layout = readLayout(shows);
  if (!layout)
    throw new UserError(`expected what the sheets show, ${layoutForms}, but got ${JSON.stringify(shows)}`);
  signal?.throwIfAborted();
  const rows = writeOut(layout);
  const labels = [...new Set(rows.flat())];
  const onSheet = (label: number): number => rows.flat().filter((each) => each === label).length;
  const session = `${camera.session}-sheets-${sha256(shows).slice(0, 6)}`;
  const prefix = `${session}-${camera.hand === undefined ? '' : `${camera.hand}-`}`;
  const isOwn = ({ sheet }: Shot): boolean =>
    sheet.startsWith(prefix) && /^\d+$/.test(sheet.slice(prefix.length));
  const total = labels.reduce((sum, label) => sum + perClass + onSheet(label), 0);
  const store = await openStore(folder);
  const before = store.shots.length;
  const refused: ImportedSheets['refused'] = [];
  let example: CutPhoto | undefined;
  try {
    const there = new Set(store.shots.map(({ sheet }) => sheet));
    const still = (): number => {
      const has = countDigits(store.shots.filter(isOwn), session);
      return labels.reduce((sum, label) => sum + Math.max(perClass + onSheet(label) - has[label], 0), 0);
    };
    let failures = 0;
    for (let number = 0; still() > 0; number++) {
      const name = `${prefix}${String(number).padStart(3, '0')}`;
      if (there.has(name)) continue;
      const sheet: Sheet = { label: rows[0][0], number, rows };
      let reason = '';
      for (let attempt = 0; attempt < tries; attempt++) {
        signal?.throwIfAborted();
        const done = total - still();
        await countDown(pause, sheet, { done, total, onProgress, signal, remark: reason });
        const frame = await oneFrame(camera, sheet, attempt, signal);
        const origin = { session, sheet: name, writer: frame.writer, device: camera.name, time: frame.time };
        const sheetOrReason = await digitsOfSheet(frame.photo, layout, origin, name).catch(
          (error: unknown) => {
            if (error instanceof UserError) return messageOf(error);
            throw error;
          },
        );
        if (typeof sheetOrReason === 'string') {
          reason = sheetOrReason;
          continue;
        }
        const { shots, cut } = sheetOrReason;
        await store.add(shots);
        const counts = countDigits(store.shots, session);
        for (const { shot, photo } of shots) onShot?.(shot, Buffer.from(photo), counts);
        example ??= cut;
        reason = '';
        break;
      }
      if (reason !== '') refused.push({ file: name, reason });
      failures = reason === '' ? 0 : failures + 1;
      if (failures >= patience)
        throw new UserError(
          `${patience} sheets in a row could not be cut into their digits; the last: ${reason}`,
        );
      const detail = `sheet ${number + 1}${reason === '' ? '' : ` given up: ${reason}`}`;
      onProgress?.({ task: 'capturing sheets', done: total - still(), total, detail });
    }
    const shots = store.shots.filter(isOwn);
    return { session, shots, taken: store.shots.length - before, refused, example };
  } finally {
    await camera.close();
    await store.close();
  }
}

async function oneFrame(camera: Camera, sheet: Sheet, shot: number, signal?: AbortSignal): Promise<Frame> {
  for await (const frame of camera.burst(sheet, [shot], signal)) return frame;
  throw new UserError(`the camera ${camera.name} gave no picture`);
}
