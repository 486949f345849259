import { randomUUID } from 'node:crypto';
import * as jupyter from 'tslab/dist/jupyter';

/** The forms of one output, by mime type; the reader shows the richest that it knows. */
export type Bundle = Record<string, string | object>;

/** An output that can be replaced while its cell runs and after. */
export interface Place {
  /** Shows the bundle here instead of what stood here before. */
  put(bundle: Bundle): void;
}

/**
 * Shows one output under the running cell.
 *
 * Outside a notebook there is nowhere to show it, and nothing happens: functions that show what they do can
 * then be tested.
 */
export function publish(bundle: Bundle): void {
  write(bundle, undefined, false);
}

/** Opens a place for an output that changes: progress, a live count. */
export function openPlace(): Place {
  const id = randomUUID();
  let shown = false;
  return {
    put(bundle) {
      write(bundle, id, shown);
      shown = true;
    },
  };
}

/** Shows some HTML, with the text that stands for it where HTML can't be shown. */
export function showHtml(html: string, text: string): void {
  publish({ 'text/html': html, 'text/plain': text });
}

// tslab's own `display` sends one form at a time; a bundle has to go through the function that it ends in.
type Writer = (
  content: { data: Bundle; metadata: object; transient: { display_id?: string } },
  update: boolean,
) => void;

function write(data: Bundle, id: string | undefined, update: boolean): void {
  const writer = jupyter.lastWriteDisplayData as unknown as Writer | null;
  writer?.({ data, metadata: {}, transient: id ? { display_id: id } : {} }, update);
}
