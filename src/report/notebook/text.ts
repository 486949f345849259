import { escapeHtml, typeset } from '../html';
import { openPlace, showHtml } from './display';

/** Shows a few computed sentences as text, the first one set off as the most important; nothing where there are none. */
export function showSentences(sentences: readonly string[]): void {
  if (sentences.length === 0) return;
  showHtml(paragraphs(sentences), sentences.join('\n'));
}

/** A place at the head of a notebook for sentences that are known only at its end. */
export interface Head {
  fill(sentences: readonly string[]): void;
}

/** Keeps a place under the running cell free, with a word on what will stand there. */
export function openHead(meanwhile: string): Head {
  const place = openPlace();
  place.put({ 'text/html': `<p>${escapeHtml(meanwhile)}</p>`, 'text/plain': meanwhile });
  return {
    fill(sentences) {
      place.put({ 'text/html': paragraphs(sentences), 'text/plain': sentences.join('\n') });
    },
  };
}

function paragraphs([first, ...rest]: readonly string[]): string {
  return `<p><strong>${typeset(first)}</strong></p>${rest.map((text) => `<p>${typeset(text)}</p>`).join('')}`;
}

/** Shows what must be known before any figure is believed: that MNIST is a stand-in, for example. */
export function showBanner(text: string): void {
  showHtml(
    `<p class="inkdrift-banner" role="note" style="border-left: 4px solid #d55e00; background: #fff4e5; color: #1f2430; padding: 0.6em 1em"><strong>${escapeHtml(text)}</strong></p>`,
    text,
  );
}
