import type { Activation, KerasConfig } from './kind';

/** Activations by Keras' names, as TensorFlow.js calls them. */
const names: Record<string, Activation> = {
  linear: 'linear',
  relu: 'relu',
  relu6: 'relu6',
  elu: 'elu',
  selu: 'selu',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  softmax: 'softmax',
  softplus: 'softplus',
  softsign: 'softsign',
  swish: 'swish',
  silu: 'swish',
  mish: 'mish',
  gelu: 'gelu',
};

/**
 * TensorFlow.js' name for what a Keras config holds under `activation`, or undefined where it has none.
 *
 * Keras 3 meant another function by `hard_sigmoid`: only files made before it may use that.
 */
export function activationOf(value: unknown, beforeKeras3: boolean): Activation | undefined {
  if (value === null || value === undefined) return 'linear';
  // Keras 3 may wrap the name of a function: {"class_name": "function", "config": "relu"}.
  const name =
    typeof value === 'object' && 'config' in value && typeof value.config === 'string' ? value.config : value;
  if (typeof name !== 'string') return undefined;
  if (name === 'hard_sigmoid') return beforeKeras3 ? 'hardSigmoid' : undefined;
  return Object.hasOwn(names, name) ? names[name] : undefined;
}

/**
 * The layer that stands for an activation which Keras gives as one, or which TensorFlow.js has as a layer alone;
 * undefined for all others.
 */
export function activationLayer(value: unknown): { className: string; config: KerasConfig } | undefined {
  // Both Keras 2 and 3 mean this slope by the name, and another by the layer.
  if (value === 'leaky_relu') return { className: 'LeakyReLU', config: { negative_slope: 0.2 } };
  if (typeof value !== 'object' || value === null || !('class_name' in value && 'config' in value))
    return undefined;
  const { class_name: className, config } = value;
  if (typeof className !== 'string' || typeof config !== 'object' || config === null) return undefined;
  return { className, config: { ...config } };
}

/** Keras' name for an activation of TensorFlow.js. */
export function kerasActivation(name: unknown): string {
  return name === 'hardSigmoid' ? 'hard_sigmoid' : String(name ?? 'linear');
}
