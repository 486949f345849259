import { kindNames } from './index';

const inItsPlace = 'a Rescaling layer can stand for arithmetic on the pixels';

const reasons: Record<string, string> = {
  Convolution2D: 'is of Keras 1: load it with Keras 2.2 or later there and save it again',
  Lambda: `is Python code, which isn't run here: ${inItsPlace}`,
  TFOpLambda: `is a bare operation of TensorFlow: ${inItsPlace}`,
  SlicingOpLambda: `is a bare operation of TensorFlow: ${inItsPlace}`,
};

/** Why a layer of this class isn't read, and what to do. */
export function refusal(className: string): string {
  if (Object.hasOwn(reasons, className)) return reasons[className];
  const own = className.includes('>') ? "is its author's own" : "is of a kind that isn't read";
  return `${own}: ${kindNames.join(', ')} are`;
}
