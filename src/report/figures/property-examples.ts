import sharp from 'sharp';
import type { Digits } from '../../dataset/digits';
import type { PropertyDrift } from '../../drift/comparison';
import type { Measured } from '../../drift/property-drift';
import { area, side } from '../../imaging/image';
import { baseLayout, type Figure } from './figure';

/** What is shown of one set. */
export interface ExampleSet {
  readonly name: string;
  readonly digits: Digits;
  readonly measured: Measured;
}

const shares = [
  { title: 'lowest', share: 0.01 },
  { title: 'middle', share: 0.5 },
  { title: 'highest', share: 0.99 },
];

/**
 * The digits with the lowest, the middle and the highest value of each property, in both sets.
 *
 * The lowest and the highest hundredth are passed over, since the very ends are often accidents.
 */
export async function propertyExamples(
  drift: readonly PropertyDrift[],
  sets: readonly [ExampleSet, ExampleSet],
): Promise<Figure> {
  const cell = { width: side + 20, height: side + 6 };
  const between = 12;
  const width = 6 * cell.width + between;
  const height = drift.length * cell.height;
  const sheet = new Uint8Array(width * height).fill(255);
  const annotations: Record<string, unknown>[] = [];
  const left = (s: number, k: number): number => s * (3 * cell.width + between) + k * cell.width;
  for (const [row, { name, unit }] of drift.entries()) {
    for (const [s, { digits, measured }] of sets.entries()) {
      const values = measured.values[name];
      const order = Array.from(values, (_, i) => i)
        .filter((i) => !Number.isNaN(values[i]))
        .sort((a, b) => values[a] - values[b]);
      for (const [k, { share }] of shares.entries()) {
        const index = order[Math.round(share * (order.length - 1))];
        if (index === undefined) continue;
        for (let y = 0; y < side; y++) {
          const from = index * area + y * side;
          const to = (row * cell.height + y + 3) * width + left(s, k);
          sheet.set(digits.images.subarray(from, from + side), to);
        }
        annotations.push({
          text: `${values[index].toFixed(Math.abs(values[index]) < 10 ? 2 : 0)}${unit === '°' ? unit : ''}`,
          x: left(s, k) + side + 1,
          y: row * cell.height + cell.height / 2,
          xanchor: 'left',
          showarrow: false,
          font: { size: 11 },
        });
      }
    }
  }
  for (const [s, { name }] of sets.entries()) {
    for (const [k, { title }] of shares.entries()) {
      annotations.push({
        text: k === 1 ? `<b>${name}</b><br>${title}` : title,
        x: left(s, k) + side / 2,
        y: 0,
        yanchor: 'bottom',
        showarrow: false,
        font: { size: 12 },
      });
    }
  }
  const png = await sharp(sheet, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
  const layout = baseLayout('The lowest, middle and highest digit of each property', 130 + 74 * drift.length);
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
      margin: { l: 150, r: 24, t: 110, b: 16 },
      xaxis: { visible: false, range: [0, width], constrain: 'domain' },
      yaxis: {
        range: [height, 0],
        showgrid: false,
        zeroline: false,
        scaleanchor: 'x',
        constrain: 'domain',
        tickvals: drift.map((_, row) => (row + 0.5) * cell.height),
        ticktext: drift.map(({ name, unit }) => (unit ? `${name} (${unit})` : name)),
      },
      annotations,
    },
    summary: `For each of ${drift.length} properties the digit at its first hundredth, its median and its last hundredth, in ${sets[0].name} and in ${sets[1].name}.`,
  };
}
