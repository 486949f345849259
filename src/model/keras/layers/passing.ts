/**
 * Layers that act in training alone and hand on what they get when a picture is read: noise, dropping by another
 * rule, turning and moving pictures about. They are left out.
 */
const passing: ReadonlySet<string> = new Set([
  'ActivityRegularization',
  'AlphaDropout',
  'GaussianDropout',
  'GaussianNoise',
  'RandomBrightness',
  'RandomContrast',
  'RandomFlip',
  'RandomRotation',
  'RandomTranslation',
  'RandomZoom',
  'SpatialDropout2D',
]);

/** Whether a layer of Keras' does nothing where a model only reads. */
export function isPassing(className: string): boolean {
  return passing.has(className);
}
