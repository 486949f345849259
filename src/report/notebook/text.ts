import { escapeHtml } from '../html';
import { showHtml } from './display';

/** Shows a few computed sentences as text, the first one set off as the most important. */
export function showSentences(sentences: readonly string[]): void {
  const [first, ...rest] = sentences;
  showHtml(
    `<p><strong>${escapeHtml(first)}</strong></p>${rest.map((text) => `<p>${escapeHtml(text)}</p>`).join('')}`,
    sentences.join('\n'),
  );
}
