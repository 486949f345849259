import { expect, it } from 'vitest';
import { cameraJudgement } from '../../src/drift/camera-judgement';
import type { MatrixCell } from '../../src/drift/matrix';

function matrix(mnistOnPhotos: number, photosOnMnist: number, own: number): MatrixCell[] {
  const cell = (model: MatrixCell['model'], data: MatrixCell['data'], accuracy: number): MatrixCell => {
    return { model, trainedOn: 'mnist', data, pipeline: 'mnist', batches: 1, count: 32, loss: 1, accuracy };
  };
  return [
    cell('mnist', 'custom', mnistOnPhotos),
    cell('custom', 'mnist', photosOnMnist),
    cell('custom', 'custom', own),
    { ...cell('custom', 'custom', 0.1), pipeline: 'as-shot' },
  ];
}

it('the judgement of the simulated camera names what each model reads and what is asked for', () => {
  expect(cameraJudgement(matrix(0.985, 0.869, 0.98))).toEqual([
    'The simulated camera, judged by models that never saw what they read, does what is asked of it.',
    "By MNIST's recipe, the MNIST model reads 98.5 % of its digits right (at least 90 % is asked for); the model of its photos reads 86.9 % of MNIST's test digits (at least 80 % is asked for) and 98.0 % of its own unseen sheets (at least 97 % is asked for).",
  ]);
});

it.each([
  [0.89, 0.87, 0.98],
  [0.98, 0.79, 0.98],
  [0.98, 0.87, 0.96],
])('a simulated camera with %d, %d and %d does less than is asked', (...accuracies) => {
  expect(cameraJudgement(matrix(...accuracies))[0]).toContain('does less than is asked');
});
