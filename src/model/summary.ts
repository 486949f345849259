import type * as tf from '@tensorflow/tfjs-node';

/** One layer as `summarize` lists it. */
export interface SummaryRow {
  /** The layer's name: `conv2d_1`. */
  layer: string;
  /** Its kind, as Keras names it: `Conv2D`. */
  type: string;
  /** Its output with the batch left open: `(None, 26, 26, 32)`. */
  outputShape: string;
  /** How many numbers it learns or keeps. */
  parameters: number;
}

/** A model in figures. */
export interface Summary {
  rows: SummaryRow[];
  parameters: number;
  trainable: number;
  nonTrainable: number;
  /** The size of all parameters as 32-bit floats, in Keras' words: `879.04 KB`. */
  size: string;
}

/** The column heads of Keras' own table, in its order. */
export const summaryColumns = ['Layer (type)', 'Output Shape', 'Param #'] as const;

/** Lists a model's layers with their output shapes and parameters, and the totals. */
export function summarize(model: tf.LayersModel): Summary {
  const rows = model.layers
    .filter((layer) => layer.getClassName() !== 'InputLayer')
    .map((layer) => ({
      layer: layer.name,
      type: layer.getClassName(),
      outputShape: shapeText(layer.outputShape as (number | null)[]),
      parameters: layer.countParams(),
    }));
  const count = (weights: { shape: readonly (number | null)[] }[]) =>
    weights.reduce((sum, { shape }) => sum + shape.reduce<number>((n, d) => n * (d ?? 1), 1), 0);
  const trainable = count(model.trainableWeights);
  const nonTrainable = count(model.nonTrainableWeights);
  const parameters = trainable + nonTrainable;
  return { rows, parameters, trainable, nonTrainable, size: sizeText(4 * parameters) };
}

/** The cells of Keras' table, one array a layer, under `summaryColumns`. */
export function summaryTable(summary: Summary): [string, string, string][] {
  return summary.rows.map((row) => [
    `${row.layer} (${row.type})`,
    row.outputShape,
    row.parameters.toLocaleString('en'),
  ]);
}

function shapeText(shape: readonly (number | null)[]): string {
  return `(${shape.map((d) => d ?? 'None').join(', ')})`;
}

/** Bytes as Keras writes them: steps of 1,024, two decimals. */
function sizeText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${(bytes / 1024 ** step).toFixed(2)} ${units[step]}`;
}
