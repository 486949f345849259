import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Digits } from '../../../src/dataset/digits';
import { type DataSet, type MatrixCell, setNames } from '../../../src/drift/matrix';
import { area, side } from '../../../src/imaging/image';
import { classBalance } from '../../../src/report/figures/class-balance';
import { confusionMatrices } from '../../../src/report/figures/confusion';
import { crossMatrix } from '../../../src/report/figures/cross-matrix';
import { digitSheet } from '../../../src/report/figures/digit-sheet';
import { inkOn, shareScale } from '../../../src/report/figures/figure';
import { trainingHistory } from '../../../src/report/figures/history';
import { shotTimes } from '../../../src/report/figures/shot-times';
import type { TrainingRecord } from '../../../src/report/schema';

/** Pictures whose every pixel is 10 × their label + 5. */
function digits(labels: number[]): Digits {
  const images = new Uint8Array(labels.length * area);
  labels.forEach((label, i) => {
    images.fill(10 * label + 5, i * area, (i + 1) * area);
  });
  return { images, labels: Uint8Array.from(labels), scale: 1 };
}

async function pixelsOf(source: unknown): Promise<{ data: Buffer; width: number; height: number }> {
  const base64 = String(source).replace('data:image/png;base64,', '');
  const { data, info } = await sharp(Buffer.from(base64, 'base64'))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

const cells: MatrixCell[] = (['as-shot', 'mnist'] as const).flatMap((pipeline) =>
  (['custom', 'mnist'] as DataSet[]).flatMap((model) =>
    (['custom', 'mnist'] as DataSet[]).map((data) => ({
      model,
      trainedOn: pipeline,
      data,
      pipeline,
      batches: 23,
      count: 710,
      loss: model === 'mnist' && data === 'custom' ? 1132.94 : 2.37294,
      accuracy: model === data ? 0.9367 : 0.1125,
    })),
  ),
);

test('the balance shows what was taken beside what is kept, digit by digit', () => {
  const figure = classBalance([360, 362, 360, 360, 360, 360, 360, 360, 360, 360], new Array(10).fill(355));
  expect(figure.data.map((trace) => ('y' in trace ? trace.y : undefined))).toEqual([
    [360, 362, 360, 360, 360, 360, 360, 360, 360, 360],
    new Array(10).fill(355),
  ]);
  expect(figure.summary).toBe('360 to 362 photos of each digit were taken; 355 of each are kept.');
});

test('the matrix writes accuracy, loss and batches into each of its eight cells', () => {
  const texts = (crossMatrix(cells, setNames(false)).layout.annotations ?? []).map((one) => one.text ?? '');
  expect(texts.filter((text) => text.includes('batches'))).toHaveLength(8);
  expect(texts).toContain('<b>11.3 %</b><br>loss 1,132.9<br>23 batches');
  expect(texts).toContain('<b>93.7 %</b><br>loss 2.3729<br>23 batches');
});

test('a matrix that lacks a cell is an error that names it', () => {
  expect(() => crossMatrix(cells.slice(1), setNames(false))).toThrow(
    'no cell for custom on custom under as-shot',
  );
});

test('each row of a confusion matrix is shown as shares of its digit', () => {
  const counts = Array.from({ length: 10 }, (_, i) =>
    Array.from({ length: 10 }, (_, j) => (i === j ? 3 : j === 0 ? 1 : 0)),
  );
  const [trace] = confusionMatrices('Read as', [{ title: 'one', counts }]).data;
  const row = 'z' in trace ? (trace.z as number[][])[4] : [];
  expect(row).toEqual([0.25, 0, 0, 0, 0.75, 0, 0, 0, 0, 0]);
});

test('a digit that never occurs has an empty row, not a division by zero', () => {
  const counts = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
  const [trace] = confusionMatrices('Read as', [{ title: 'none', counts }]).data;
  expect('z' in trace ? (trace.z as number[][]).flat().every((share) => share === 0) : false).toBe(true);
});

test('a sheet has the pictures of each digit in its row, and no wider than there are pictures', async () => {
  const figure = await digitSheet('Digits', digits([3, 0, 3, 7]), 20);
  const { data, width, height } = await pixelsOf((figure.data[0] as { source?: string }).source);
  expect(width).toBe(2 * (side + 1) - 1);
  expect(height).toBe(10 * (side + 1) - 1);
  const at = (row: number, column: number): number =>
    data[(row * (side + 1) + 5) * width + column * (side + 1) + 5];
  expect([at(3, 0), at(3, 1), at(0, 0), at(7, 0)]).toEqual([35, 35, 5, 75]);
  expect(at(1, 0)).toBe(128);
});

test('a history counts its epochs from 1 and labels them with whole numbers', () => {
  const record: TrainingRecord = {
    model: 'mnist',
    pipeline: 'mnist',
    epochs: 3,
    trainer: 'fit',
    seconds: 1,
    reused: false,
    notes: [],
    data: 'a'.repeat(64),
    history: {
      loss: [3, 2, 1],
      accuracy: [0.1, 0.5, 0.9],
      val_loss: [3, 2, 2],
      val_accuracy: [0.2, 0.6, 0.8],
    },
  };
  const figure = trainingHistory('Trained', record);
  expect('x' in figure.data[0] ? figure.data[0].x : undefined).toEqual([1, 2, 3]);
  expect(figure.layout.xaxis?.dtick).toBe(1);
  expect(figure.summary).toBe('After 3 epochs: accuracy 90.0 % on the training data, 80.0 % on unseen data.');
});

test('the beat puts every shot at its due time and its own', () => {
  const shot = (k: number, late: number) => ({
    id: `s-${k}`,
    file: `photos/3/s-${k}.jpg`,
    sha256: 'a'.repeat(64),
    label: 3,
    sheet: 's',
    session: 'test',
    writer: 'w',
    device: 'test',
    time: new Date(1_000_000 + 200 * k + late).toISOString(),
    width: 640,
    height: 480,
    flags: [],
  });
  const figure = shotTimes([shot(0, 0), shot(1, 7), shot(2, -3)], 200);
  const taken = figure.data[1];
  expect('y' in taken ? taken.y : undefined).toEqual([0, 207, 397]);
});

test('text on a share can be read wherever on the scale it stands', () => {
  // Contrast as in WCAG 2.1, which asks for 4.5 to 1.
  const channels = (colour: string): number[] =>
    [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));
  const luminance = (rgb: number[]): number => {
    const [r, g, b] = rgb.map((c) =>
      c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const colourAt = (share: number): number[] => {
    const above = shareScale.findIndex(([at]) => at > share);
    const [[low, from], [high, to]] = [shareScale.at(above - 1)!, shareScale.at(above)!];
    const part = (share - low) / (high - low);
    return channels(from).map((c, i) => c + part * (channels(to)[i] - c));
  };
  for (let share = 0; share < 1; share += 0.01) {
    const [a, b] = [luminance(colourAt(share)), luminance(channels(inkOn(share)))].sort((x, y) => y - x);
    expect((a + 0.05) / (b + 0.05), `at ${share.toFixed(2)}`).toBeGreaterThanOrEqual(4.5);
  }
});

test('a stand-in for MNIST is called one on the matrix', () => {
  expect(crossMatrix(cells, setNames(true)).summary).toContain('stand-in for MNIST');
  expect(crossMatrix(cells, setNames(false)).summary).not.toContain('stand-in');
});
