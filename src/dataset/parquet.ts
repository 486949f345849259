import { join } from 'node:path';
import pl from 'nodejs-polars';
import { writeWhole } from '../common/files';
import { area } from '../imaging/image';
import { type BalancedSet, customFolder, fileNameOf, type Item } from './balanced-set';
import type { Digits } from './digits';
import { nearestOfSet } from './near-duplicates';
import type { Custom } from './prepare-custom';

/**
 * Writes a prepared set as Parquet, one row a photo, and gives the file's path: beside the set's own file, the
 * steps in its name.
 *
 * Columns: `pixels` (784 bytes, rows from top to bottom), `label`, `sheet`, `writer`, `part` (`train` or
 * `validation`), `id`, `file`, `sha256`, and the picture's properties: `ink` (mean brightness, 0 to 1),
 * `refused` (the reason, null for a good photo), `nearest_same_sheet` and `nearest_other_sheet` (distances, see
 * `nearestPhotos`). Polars, pandas with pyarrow and DuckDB read it.
 */
export async function writeParquet(
  set: BalancedSet,
  custom: Custom,
  folder = customFolder(),
): Promise<string> {
  const steps = custom.steps.length === 0 ? 'as-shot' : custom.steps.join('-');
  const path = join(folder, fileNameOf(set).replace(/\.json$/, `-${steps}.parquet`));
  await writeWhole(path, parquetOf(custom));
  return path;
}

/** A prepared set as the bytes of a Parquet file; see `writeParquet`. */
export function parquetOf(custom: Custom): Buffer {
  const items = [...custom.trainItems, ...custom.validationItems];
  const pixels = [...rowsOf(custom.train), ...rowsOf(custom.validation)];
  const reasons = new Map(custom.refused.map(({ id, reason }) => [id, reason]));
  const nearest = nearestOfSet(custom);
  const text = (name: string, of: (item: Item) => string | null) => pl.Series(name, items.map(of), pl.Utf8);
  const number = (name: string, values: (number | null)[]) => pl.Series(name, values, pl.Float64);
  return pl
    .DataFrame([
      pl.Series('pixels', pixels, pl.List(pl.UInt8)),
      pl.Series(
        'label',
        items.map((item) => item.label),
        pl.UInt8,
      ),
      text('sheet', (item) => item.sheet),
      text('writer', (item) => item.writer),
      pl.Series(
        'part',
        items.map((_, i) => (i < custom.trainItems.length ? 'train' : 'validation')),
        pl.Utf8,
      ),
      text('id', (item) => item.id),
      text('file', (item) => item.file),
      text('sha256', (item) => item.sha256),
      number(
        'ink',
        pixels.map((row) => row.reduce((sum, value) => sum + value, 0) / (255 * area)),
      ),
      text('refused', (item) => reasons.get(item.id) ?? null),
      number(
        'nearest_same_sheet',
        nearest.map((photo) => photo.sameSheet?.distance ?? null),
      ),
      number(
        'nearest_other_sheet',
        nearest.map((photo) => photo.otherSheet?.distance ?? null),
      ),
    ])
    .writeParquet({ compression: 'zstd' });
}

function rowsOf({ images, labels }: Digits): number[][] {
  return Array.from(labels, (_, i) => Array.from(images.subarray(i * area, (i + 1) * area)));
}
