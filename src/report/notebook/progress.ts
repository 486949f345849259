import { appendFileSync } from 'node:fs';
import { interruptSignal } from '../../common/interrupt';
import type { LongWork, OnProgress } from '../../common/progress';
import { escapeHtml } from '../html';
import { follow, type Pace, paceLine } from '../progress';
import { openPlace, type Place } from './display';

/**
 * Runs long work in a notebook: its progress is drawn in place under the cell, with the time left, and an
 * interrupt (■ in JupyterLab) stops it cleanly.
 *
 * A headless run, which nobody watches in a browser, finds the same updates as JSON lines in the file that
 * `INKDRIFT_PROGRESS_FILE` names.
 */
export async function withProgress<T>(run: (work: Required<LongWork>) => Promise<T>): Promise<T> {
  return await run({ onProgress: drawProgress(), signal: interruptSignal() });
}

function drawProgress(): OnProgress {
  const pace = follow(0.25);
  const places = new Map<string, Place>();
  const file = process.env.INKDRIFT_PROGRESS_FILE;
  return (update) => {
    const now = pace(update);
    if (!now.due) return;
    let place = places.get(update.task);
    if (!place) {
      place = openPlace();
      places.set(update.task, place);
    }
    place.put({ 'text/html': bar(now), 'text/plain': paceLine(now) });
    if (file) appendFileSync(file, `${JSON.stringify(update)}\n`);
  };
}

function bar(pace: Pace): string {
  return (
    `<div class="inkdrift-progress"><progress value="${pace.done}" max="${pace.total}" ` +
    `style="width: 12em; vertical-align: middle"></progress> ${escapeHtml(paceLine(pace))}</div>`
  );
}
