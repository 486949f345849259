/** Makes a text safe to stand in HTML, in quotes too. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Makes a sentence safe to stand in HTML, and keeps each number on a line with its per cent sign. */
export function typeset(sentence: string): string {
  return escapeHtml(sentence).replaceAll(/(\d) %/g, '$1&nbsp;%');
}

/** Makes some JSON safe to stand in a `<script>` element: no text in it can end the element or open a comment. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
