/** Digits as the models read them: pictures and labels side by side. */
export interface Digits {
  /** `N×28×28` bytes, one picture after the other, rows from top to bottom. */
  readonly images: Uint8Array;
  /** `N` labels, 0 to 9. */
  readonly labels: Uint8Array;
  /** What a byte is multiplied by on its way into a tensor: 1 (pixels 0-255) or 1/255 (pixels 0-1). */
  readonly scale: number;
}

/** Two sets as one, the second behind the first; they are fed to models alike, by the first's `scale`. */
export function joinDigits(first: Digits, second: Digits): Digits {
  const images = new Uint8Array(first.images.length + second.images.length);
  images.set(first.images);
  images.set(second.images, first.images.length);
  const labels = new Uint8Array([...first.labels, ...second.labels]);
  return { images, labels, scale: first.scale };
}
