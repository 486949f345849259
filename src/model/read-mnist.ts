import { UserError } from '../common/errors';
import type { LongWork } from '../common/progress';
import { loadMnist, type MnistSource } from '../dataset/mnist';
import { feedingHint } from './feeding';
import { openModel } from './keras/open';
import { readDigits } from './keras/scores';

/** A model's pixels: what black and white are fed as. */
export const ranges = ['0-1', '0-255'] as const;
export type Range = (typeof ranges)[number];

/** What a model makes of MNIST's test set. */
export interface MnistReport {
  /** The model as it was named. */
  model: string;
  data: 'mnist';
  /** Where MNIST was had from; a stand-in is named as one. */
  source: MnistSource;
  /** How pixels were fed. */
  range: Range;
  count: number;
  /** The share read right, 0 to 1. */
  accuracy: number;
  /** Mean cross-entropy in nats; null where the outputs are no probabilities. */
  loss: number | null;
  /** `confusion[t][p]`: how many digits labelled `t` were read as `p`. */
  confusion: number[][];
}

/** Which model, and how pixels are fed: by default as its card says, else 0-1. */
export interface MnistOptions extends LongWork {
  model: string;
  range?: Range;
  /** Told what a Keras file says of itself, once it is open. */
  onModel?: (about: string) => void;
  /** Told how the model seems to want its pixels, where another feeding suits it far better. */
  onHint?: (hint: string) => void;
}

/** Reads MNIST's test set with a model. Throws a `UserError` where the model or MNIST can't be read. */
export async function evaluateMnist(options: MnistOptions): Promise<MnistReport> {
  const { model: name, signal, onProgress } = options;
  const { model, scale, about } = await openModel(name);
  try {
    if (about) options.onModel?.(about);
    const { test, source } = await loadMnist({ signal, onProgress });
    const factor = scaleFor(options.range) ?? scale ?? 1 / 255;
    const digits = { ...test, scale: factor };
    const read = await readDigits(model, digits, { signal, onProgress });
    const hint = feedingHint(model, digits, read.accuracy);
    if (hint) options.onHint?.(hint);
    const { count, accuracy, loss, confusion } = read;
    const finite = loss !== null && Number.isFinite(loss) ? loss : null;
    const range = factor === 1 ? '0-255' : '0-1';
    return { model: name, data: 'mnist', source, range, count, accuracy, loss: finite, confusion };
  } finally {
    model.dispose();
  }
}

/** What a byte is multiplied by for a range; undefined where none is given. Throws a `UserError` for another. */
export function scaleFor(range: string | undefined): number | undefined {
  if (range === undefined) return undefined;
  if (range !== '0-1' && range !== '0-255') throw new UserError(`--range is 0-1 or 0-255, not ${range}`);
  return range === '0-255' ? 1 : 1 / 255;
}
