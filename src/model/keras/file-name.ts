import type { PipelineName } from '../../imaging/steps';

/** The file of a trained model for Keras, under `models/`; the names without an addition are the source's. */
export function kerasFile(model: 'custom' | 'mnist', pipeline: PipelineName): string {
  if (model === 'mnist') return 'mnist_model.h5';
  return pipeline === 'as-shot' ? 'custom_mnist_model.h5' : 'custom_mnist_model_harmonised.h5';
}
