import sharp from 'sharp';
import type { Digits } from '../../dataset/digits';
import { area, side } from '../../imaging/image';
import { axisLines, baseLayout, type Figure } from './figure';

/**
 * A sheet of sample pictures, one row a digit, the first ones of each class in the order of the set.
 *
 * @param most pictures of each class
 */
export async function digitSheet(title: string, digits: Digits, most = 20): Promise<Figure> {
  const counts = new Array<number>(10).fill(0);
  for (const label of digits.labels) counts[label]++;
  const columns = Math.max(1, Math.min(most, Math.max(...counts)));
  const gap = 1;
  const cell = side + gap;
  const width = columns * cell - gap;
  const height = 10 * cell - gap;
  const sheet = new Uint8Array(width * height).fill(128);
  const filled = new Array<number>(10).fill(0);
  for (let i = 0; i < digits.labels.length; i++) {
    const row = digits.labels[i];
    const column = filled[row];
    if (column >= columns) continue;
    filled[row]++;
    for (let y = 0; y < side; y++) {
      const from = i * area + y * side;
      sheet.set(digits.images.subarray(from, from + side), (row * cell + y) * width + column * cell);
    }
  }
  const png = await sharp(sheet, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
  const rows = Array.from({ length: 10 }, (_, digit) => digit);
  const layout = baseLayout(title, 460);
  return {
    data: [
      {
        type: 'image',
        source: `data:image/png;base64,${png.toString('base64')}`,
        x0: 0.5,
        y0: 0.5,
        hoverinfo: 'skip',
      },
    ],
    layout: {
      ...layout,
      margin: { ...layout.margin, b: 16 },
      xaxis: { visible: false, range: [0, width], constrain: 'domain' },
      yaxis: {
        ...axisLines,
        title: { text: 'digit' },
        range: [height, 0],
        showgrid: false,
        zeroline: false,
        scaleanchor: 'x',
        constrain: 'domain',
        tickvals: rows.map((row) => row * cell + side / 2),
        ticktext: rows.map(String),
      },
    },
    summary: `Up to ${columns} pictures of each digit, ${side}×${side} pixels each.`,
  };
}
