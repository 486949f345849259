import type { LayersModel } from '@tensorflow/tfjs-node';
import sharp from 'sharp';
import { whole } from '../../common/numbers';
import type { Digits } from '../../dataset/digits';
import { nearest } from '../../drift/nearest';
import { area, side } from '../../imaging/image';
import { type Evaluation, features } from '../../model/evaluate';
import { baseLayout, type Figure } from './figure';

/**
 * The surest mistakes that are left when every step is taken, each above its nearest neighbour among the digits
 * that the model knows, in the model's own features.
 *
 * @param known labelled digits of the model's own kind
 * @param most how many pairs at the most
 */
export async function neighbourSheet(
  title: string,
  model: LayersModel,
  digits: Digits,
  evaluation: Evaluation,
  known: Digits,
  most = 20,
): Promise<Figure> {
  const wrong = Array.from(digits.labels.keys()).filter((i) => evaluation.right[i] === 0);
  const shown = wrong.sort((a, b) => evaluation.confidence[b] - evaluation.confidence[a]).slice(0, most);
  const [own, others] = [await features(model, digits), await features(model, known)];
  const neighbours = nearest(own, shown, others, others.length / known.labels.length);
  const columns = 10;
  const cell = { width: side + 8, height: 2 * side + 28 };
  const rows = Math.max(1, Math.ceil(shown.length / columns));
  const [width, height] = [columns * cell.width, rows * cell.height];
  const sheet = new Uint8Array(width * height).fill(255);
  const draw = (from: Digits, index: number, left: number, top: number): void => {
    for (let y = 0; y < side; y++) {
      const start = index * area + y * side;
      sheet.set(from.images.subarray(start, start + side), (top + y) * width + left);
    }
  };
  const annotations = shown.flatMap((index, i) => {
    const left = (i % columns) * cell.width + 4;
    const top = Math.floor(i / columns) * cell.height + 12;
    const { position } = neighbours[i];
    draw(digits, index, left, top);
    draw(known, position, left, top + side + 11);
    const label = (text: string, y: number) => ({
      text,
      x: left + side / 2,
      y,
      yanchor: 'bottom' as const,
      showarrow: false,
      font: { size: 12 },
    });
    return [
      label(`${digits.labels[index]} as ${evaluation.predicted[index]}`, top - 1),
      label(`near a ${known.labels[position]}`, top + side + 10),
    ];
  });
  const png = await sharp(sheet, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
  const layout = baseLayout(
    `${title}: ${whole(wrong.length)} of ${whole(digits.labels.length)}`,
    90 + 160 * rows,
  );
  const misled = shown.filter(
    (index, i) => known.labels[neighbours[i].position] === evaluation.predicted[index],
  );
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
      shown.length === 0
        ? `None of the ${whole(digits.labels.length)} digits was misread.`
        : `Of the ${shown.length} surest mistakes, ${misled.length} lie nearest to a known digit of the very class they were taken for.`,
  };
}
