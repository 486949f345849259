import * as tf from '@tensorflow/tfjs-node';
import { percent } from '../common/numbers';
import type { Digits } from '../dataset/digits';
import { inputShape, slice } from './batch';

/** Other ways to feed a byte than times the digits' own scale: `factor` times it, plus `offset`. */
const feedings = [
  { factor: 1 / 255, offset: 0, pixels: 'from 0 to 1', cure: '--range 0-1 feeds them so' },
  { factor: 1, offset: 0, pixels: 'from 0 to 255', cure: '--range 0-255 feeds them so' },
  { factor: -1 / 255, offset: 1, pixels: 'from 1 to 0, ink dark', cure: layer(-1, 1) },
  { factor: -1, offset: 255, pixels: 'from 255 to 0, ink dark', cure: layer(-255, 255) },
  { factor: 2 / 255, offset: -1, pixels: 'from -1 to 1', cure: layer(2, -1) },
  // The mean and deviation of MNIST's pixels, by which many bring them to 0 and 1.
  {
    factor: 1 / 255 / 0.3081,
    offset: -0.1307 / 0.3081,
    pixels: 'brought to mean 0 and deviation 1',
    cure: layer(3.2457, -0.4242),
  },
];

function layer(scale: number, offset: number): string {
  return `in Keras, a layer Rescaling(${scale}, ${offset}) before its first lets it read pixels from 0 to 1`;
}

const sample = 500;

/**
 * How a model seems to want its pixels, where it reads them badly as they are fed (fewer than half right) and some
 * other feeding gives it at least 70 % of the first 500 digits; undefined otherwise.
 */
export function feedingHint(model: tf.LayersModel, digits: Digits, accuracy: number): string | undefined {
  const count = Math.min(sample, digits.labels.length);
  if (accuracy >= 0.5 || count < 20) return undefined;
  const shape = inputShape(model);
  const tried = feedings
    .filter(({ factor, offset }) => factor !== digits.scale || offset !== 0)
    .map((feeding) => {
      const best = tf.tidy(() => {
        const bytes = slice({ ...digits, scale: 1 }, 0, count, shape);
        const pixels = tf.add(tf.mul(bytes, feeding.factor), feeding.offset);
        return [...(model.predict(pixels) as tf.Tensor).argMax(-1).dataSync()];
      });
      const right = best.filter((digit, i) => digit === digits.labels[i]).length;
      return { ...feeding, share: right / count };
    });
  const found = tried.reduce((a, b) => (b.share > a.share ? b : a));
  if (found.share < 0.7) return undefined;
  return `it seems to want pixels ${found.pixels}: so fed, it reads ${percent(found.share)} of the first ${count} right (${found.cure})`;
}
