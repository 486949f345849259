import sharp from 'sharp';
import { UserError } from '../common/errors';
import { sha256 } from '../common/files';
import { cutSheet } from '../imaging/cut-sheet';
import { openPhoto } from '../imaging/open';
import type { Box } from '../imaging/resample';
import { labelsOf, type SheetLayout } from './sheet-layout';
import type { NewShot } from './store';

/** What the manifest is to say of all the digits of a sheet. */
export interface SheetOrigin {
  session: string;
  /** The sheet's name, unique in the manifest. */
  sheet: string;
  writer: string;
  device: string;
  time: Date;
}

/** A photo of a whole sheet, and where its digits lie. */
export interface CutPhoto {
  /** The file as it came. */
  photo: Buffer;
  /** In pixels, turned upright, at most 4,096 along the long side. */
  width: number;
  height: number;
  /** In reading order; places are in those pixels. */
  digits: { label: number; place: Box }[];
}

/** A whole sheet is opened with at most so many pixels along its long side. */
const longest = 4096;

/**
 * Cuts a photo of a whole sheet into its digits: one photo each, a grey PNG, all of them of that sheet.
 *
 * Throws a `UserError` where no digit is found, where the layout doesn't agree with what is found, and for a
 * damaged photo, which is called `name`.
 */
export async function digitsOfSheet(
  photo: Buffer,
  layout: SheetLayout,
  { session, sheet, writer, device, time }: SheetOrigin,
  name: string,
): Promise<{ shots: NewShot[]; cut: CutPhoto }> {
  const opened = await openPhoto(photo, { longest, name });
  const found = cutSheet(opened);
  if (found.length === 0) throw new UserError('no digits found on the sheet');
  const counts: number[] = [];
  for (const { row } of found) counts[row] = (counts[row] ?? 0) + 1;
  const labels = labelsOf(layout, counts);
  const shots = await Promise.all(
    found.map(async ({ row, column, picture: { width, height, pixels } }): Promise<NewShot> => {
      const png = await sharp(pixels, { raw: { width, height, channels: 1 } })
        .toColourspace('b-w')
        .png()
        .toBuffer();
      const label = labels[row][column];
      const id = `${sheet}-${row}-${column}`;
      const file = `photos/${label}/${id}.png`;
      return {
        shot: {
          ...{ id, file, sha256: sha256(png), label, sheet, session, writer, device },
          ...{ time: time.toISOString(), width, height, flags: [] },
        },
        photo: png,
      };
    }),
  );
  const digits = found.map(({ row, column, place }) => ({ label: labels[row][column], place }));
  return { shots, cut: { photo, width: opened.width, height: opened.height, digits } };
}
