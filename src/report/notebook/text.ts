import { escapeHtml } from '../html';
import { showHtml } from './display';

/** Shows a few computed sentences as text, the first one set off as the most important; nothing where there are none. */
export function showSentences(sentences: readonly string[]): void {
  if (sentences.length === 0) return;
  const [first, ...rest] = sentences;
  showHtml(
    `<p><strong>${escapeHtml(first)}</strong></p>${rest.map((text) => `<p>${escapeHtml(text)}</p>`).join('')}`,
    sentences.join('\n'),
  );
}

/** Shows what must be known before any figure is believed: that MNIST is a stand-in, for example. */
export function showBanner(text: string): void {
  showHtml(
    `<p class="inkdrift-banner" role="note" style="border-left: 4px solid #d55e00; background: #fff4e5; color: #1f2430; padding: 0.6em 1em"><strong>${escapeHtml(text)}</strong></p>`,
    text,
  );
}
