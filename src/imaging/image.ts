/** A grey picture: one byte a pixel, rows from top to bottom, 0 black and 255 white. */
export interface GreyImage {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** `width × height` bytes. */
  readonly pixels: Uint8Array;
}

/** The side of the square pictures that the models read, in pixels. */
export const side = 28;

/** The number of pixels of such a picture, 28×28. */
export const area = side * side;
