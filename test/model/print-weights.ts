import { digitCnn } from '../../src/model/cnn';
import { hashWeights } from '../../src/model/fingerprint';
import { readWeights } from '../../src/model/weights';

/** Prints the hash of the weights that a seed gives, for a test that compares two processes. */
console.log(hashWeights(readWeights(digitCnn(Number(process.argv[2])))));
