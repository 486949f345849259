import type * as tf from '@tensorflow/tfjs-node';

/**
 * How each layer's number of parameters comes about, in the order of `summarize`: `(3 × 3 × 1 + 1) × 32` for a
 * convolution, `(1600 + 1) × 128` for a dense layer, nothing for a layer that learns nothing.
 *
 * The 1 stands for the bias and is left out where a layer has none.
 */
export function parameterFormulas(model: tf.LayersModel): string[] {
  return model.layers.filter((layer) => layer.getClassName() !== 'InputLayer').map(formula);
}

function formula(layer: tf.layers.Layer): string {
  const kernel = layer.weights.find((weight) => weight.shape.length > 1);
  if (!kernel) return '';
  const inputs = kernel.shape.slice(0, -1).join(' × ');
  const outputs = kernel.shape[kernel.shape.length - 1];
  const hasBias = layer.weights.some((weight) => weight.shape.length === 1);
  return hasBias ? `(${inputs} + 1) × ${outputs}` : `${inputs} × ${outputs}`;
}
