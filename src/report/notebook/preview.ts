import type { OnShot } from '../../capture/capture';
import { escapeHtml } from '../html';
import { openPlace, type Place } from './display';

/** The least time between two previews, in milliseconds: the notebook has to keep up with the camera. */
const least = 600;

/**
 * Shows every few photos as they land, in one place under the cell, with what the checks remarked and how many
 * photos of each digit there are.
 *
 * @param width on the page, in pixels
 */
export function livePreview(width = 240): OnShot {
  let place: Place | undefined;
  let last = Number.NEGATIVE_INFINITY;
  return (shot, photo, counts) => {
    const now = performance.now();
    if (now - last < least) return;
    last = now;
    place ??= openPlace();
    const caption = `${shot.id}: ${shot.flags.length > 0 ? shot.flags.join(', ') : 'good'}`;
    const live = counts.map((count, digit) => `${digit}: ${count}`).join(' · ');
    const type = shot.file.endsWith('.jpg') ? 'jpeg' : shot.file.split('.')[1];
    const data = `data:image/${type};base64,${photo.toString('base64')}`;
    place.put({
      'text/html':
        `<figure style="margin: 0"><img src="${data}" alt="${escapeHtml(caption)}" style="width: ${width}px">` +
        `<figcaption style="font-size: 0.8em">${escapeHtml(caption)}<br>${live}</figcaption></figure>`,
      'text/plain': `${caption}\n${live}`,
    });
  };
}
