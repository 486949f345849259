/** A text that came in a file, fit to be shown: one line, without control characters, cut off where it is long. */
export function oneLine(text: string, most = 1000): string {
  const plain = text.replace(/\p{Cc}+/gu, ' ');
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain;
}
