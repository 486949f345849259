import { z } from 'zod';

/** One photo, as a line of the manifest describes it. */
export const Shot = z.object({
  /** Unique in the manifest; letters, digits, `-` and `_` alone, so that it can name a file. */
  id: z.string().regex(/^[\w-]{1,80}$/),
  /** The photo's path from the manifest's folder, with `/`: `photos/3/<id>.jpg`. */
  file: z.string(),
  /** SHA-256 of the photo's file. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** The digit on it. */
  label: z.int().min(0).max(9),
  /** The sheet of paper it shows: the shots of one sheet stay together in a split. */
  sheet: z.string().min(1),
  /** The session at the camera that took it. */
  session: z.string().min(1),
  /** Whose hand wrote it. */
  writer: z.string().min(1),
  /** The camera: `simulated`, `folder`, a device's name. */
  device: z.string().min(1),
  /** When the shutter opened, ISO 8601 with milliseconds. */
  time: z.iso.datetime(),
  /** In pixels. */
  width: z.int().positive(),
  /** In pixels. */
  height: z.int().positive(),
  /** What the quality checks found: empty for a good photo. */
  flags: z.array(z.string()),
});
export type Shot = z.infer<typeof Shot>;
