import sharp from 'sharp';
import { percent } from '../../common/numbers';
import type { Digits } from '../../dataset/digits';
import { area, side } from '../../imaging/image';
import type { Evaluation } from '../../model/evaluate';
import { baseLayout, type Figure } from './figure';

/**
 * The pictures that a model misread, the surest mistakes first, each with what it was read as.
 *
 * @param most how many pictures at the most
 */
export async function misreadSheet(
  title: string,
  digits: Digits,
  evaluation: Evaluation,
  most = 30,
): Promise<Figure> {
  const columns = 10;
  const wrong = Array.from(digits.labels, (_, i) => i).filter(
    (i) => evaluation.predicted[i] !== digits.labels[i],
  );
  const shown = wrong.sort((a, b) => evaluation.confidence[b] - evaluation.confidence[a]).slice(0, most);
  const rows = Math.max(1, Math.ceil(shown.length / columns));
  const cell = { width: side + 8, height: side + 14 };
  const width = columns * cell.width;
  const height = rows * cell.height;
  const sheet = new Uint8Array(width * height).fill(255);
  const annotations = shown.map((index, i) => {
    const left = (i % columns) * cell.width + 4;
    const top = Math.floor(i / columns) * cell.height + 12;
    for (let y = 0; y < side; y++) {
      const from = index * area + y * side;
      sheet.set(digits.images.subarray(from, from + side), (top + y) * width + left);
    }
    return {
      text: `${digits.labels[index]} as ${evaluation.predicted[index]}`,
      x: left + side / 2,
      y: top - 1,
      yanchor: 'bottom' as const,
      showarrow: false,
      font: { size: 12 },
    };
  });
  const png = await sharp(sheet, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
  const layout = baseLayout(`${title}: ${wrong.length} of ${digits.labels.length}`, 90 + 86 * rows);
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
      margin: { ...layout.margin, l: 16, b: 16 },
      xaxis: { visible: false, range: [0, width], constrain: 'domain' },
      yaxis: { visible: false, range: [height, 0], scaleanchor: 'x', constrain: 'domain' },
      annotations,
    },
    summary:
      wrong.length === 0
        ? `None of the ${digits.labels.length} digits was misread.`
        : `${wrong.length} of ${digits.labels.length} digits were misread (${percent(wrong.length / digits.labels.length)}); the surest mistakes come first.`,
  };
}
