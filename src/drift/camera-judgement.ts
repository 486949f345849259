import { percent } from '../common/numbers';
import { cellOf, type MatrixCell } from './matrix';

/** What is asked of a simulated camera: accuracies of models that never saw what they read. */
const asked = { mnistOnSimulated: 0.9, simulatedOnMnist: 0.8, ownSheets: 0.97 };

/**
 * Judges the simulated camera by the matrix, in sentences: how well a model of MNIST alone reads its digits, and a
 * model of its digits alone MNIST's and those on sheets of its own that it never saw, all by MNIST's recipe.
 */
export function cameraJudgement(matrix: readonly MatrixCell[]): string[] {
  const read = (model: 'custom' | 'mnist', data: 'custom' | 'mnist'): number =>
    cellOf(matrix, model, data, 'mnist').accuracy;
  const found = {
    mnistOnSimulated: read('mnist', 'custom'),
    simulatedOnMnist: read('custom', 'mnist'),
    ownSheets: read('custom', 'custom'),
  };
  const told = (name: keyof typeof asked, what: string): string =>
    `${percent(found[name], 1)} of ${what} (at least ${percent(asked[name], 0)} is asked for)`;
  const met = (Object.keys(asked) as (keyof typeof asked)[]).every((name) => found[name] >= asked[name]);
  return [
    `The simulated camera, judged by models that never saw what they read, ${met ? 'does what is asked of it' : 'does less than is asked of it (short trainings and few photos do that, too)'}.`,
    `By MNIST's recipe, the MNIST model reads ${told('mnistOnSimulated', 'its digits right')}; the model of its photos reads ${told('simulatedOnMnist', "MNIST's test digits")} and ${told('ownSheets', 'its own unseen sheets')}.`,
  ];
}
