/** Digits as the models read them: pictures and labels side by side. */
export interface Digits {
  /** `N×28×28` bytes, one picture after the other, rows from top to bottom. */
  readonly images: Uint8Array;
  /** `N` labels, 0 to 9. */
  readonly labels: Uint8Array;
  /** What a byte is multiplied by on its way into a tensor: 1 (pixels 0-255) or 1/255 (pixels 0-1). */
  readonly scale: number;
}
