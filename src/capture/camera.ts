/** Which sheet is before the camera. */
export interface Sheet {
  /** The digit on it; the first where there are several. */
  label: number;
  /** Its number among the digit's sheets, from 0. */
  number: number;
  /** The digits of a sheet with several, row by row. */
  rows?: readonly (readonly number[])[];
}

/** The endings of the files that the manifest may name. */
export const extensions = ['jpg', 'png', 'webp', 'avif', 'heic'] as const;
export type Extension = (typeof extensions)[number];

/** One photo as it leaves a camera. */
export interface Frame {
  /** Its number in the burst, from 0. */
  shot: number;
  /** The encoded file. */
  photo: Buffer;
  /** The file name's ending for that encoding. */
  extension: Extension;
  /** In pixels. */
  width: number;
  /** In pixels. */
  height: number;
  /** When the shutter opened. */
  time: Date;
  /** Whose hand wrote the digit. */
  writer: string;
}

/** Anything that takes photos of sheets held before it. */
export interface Camera {
  /** What the manifest calls it: `simulated`, a device's name. */
  readonly name: string;
  /**
   * The session that its photos belong to: letters, digits, `-` and `_`. A simulated camera names every setting
   * in it that changes its photos, so that two settings never mix; a real one names the day.
   */
  readonly session: string;
  /**
   * Who writes before a real camera, where it was told: letters, digits and `-`. Each hand has sheets and a quota of
   * its own in a session.
   */
  readonly hand?: string;
  /** Takes the named shots of a sheet's burst, in order, 0.2 s apart. */
  burst(sheet: Sheet, shots: readonly number[], signal?: AbortSignal): AsyncIterable<Frame>;
  /** Lets go of the device. */
  close(): Promise<void>;
}

/** Milliseconds from one shot of a burst to the next. */
export const interval = 200;
