import { createHash } from 'node:crypto';
import type { Digits } from './digits';

/**
 * The SHA-256 of a set of digits (pictures, labels and scale), as 64 hexadecimal digits: what a model was
 * trained on, and what a checkpoint must find again.
 */
export function digitsHash(digits: Digits): string {
  return createHash('sha256')
    .update(`digits ${digits.labels.length} ${digits.scale}\n`)
    .update(digits.labels)
    .update(digits.images)
    .digest('hex');
}
