import { expect, test } from 'vitest';
import { type DataSet, type MatrixCell, setNames } from '../../src/drift/matrix';
import { verdict } from '../../src/drift/verdict';

type Row = [DataSet, DataSet, 'as-shot' | 'mnist', number];

function matrix(rows: Row[]): MatrixCell[] {
  return rows.map(([model, data, pipeline, accuracy]) => ({
    model,
    trainedOn: model === 'mnist' ? 'mnist' : pipeline,
    data,
    pipeline,
    batches: 23,
    count: 710,
    loss: 1,
    accuracy,
  }));
}

const collapse = matrix([
  ['custom', 'custom', 'as-shot', 0.94],
  ['custom', 'mnist', 'as-shot', 0.1],
  ['mnist', 'custom', 'as-shot', 0.11],
  ['mnist', 'mnist', 'as-shot', 0.99],
  ['custom', 'custom', 'mnist', 0.98],
  ['custom', 'mnist', 'mnist', 0.76],
  ['mnist', 'custom', 'mnist', 0.99],
  ['mnist', 'mnist', 'mnist', 0.99],
]);

const names = setNames(false);

test('a fall to a guess is called one, with the accuracies that show it', () => {
  const [home, away] = verdict(collapse, names);
  expect(home).toContain('the photo model reads 94.0 % and the MNIST model 99.0 %');
  expect(away).toContain('the photo model reads 10.0 % of MNIST (no better than a guess, which gets 10 %)');
  expect(away).toContain('the MNIST model 11.0 % of the photos (no better than a guess, which gets 10 %)');
});

test('the points that come back are told beside the points that were lost', () => {
  // MNIST model: from 0.99 down to 0.11, back to 0.99; photo model: from 0.94 down to 0.10, back to 0.76.
  const text = verdict(collapse, names).at(-1);
  expect(text).toContain(
    'of the 88.0 points taken from the MNIST model on the photos, preparation alike gives back 88.0',
  );
  expect(text).toContain(
    'of the 84.0 points taken from the photo model on MNIST, preparation alike gives back 66.0',
  );
});

test('a fall that ends well above a guess is given in points', () => {
  const half = collapse.map((cell) =>
    cell.model === 'mnist' && cell.data === 'custom' && cell.pipeline === 'as-shot'
      ? { ...cell, accuracy: 0.5 }
      : cell,
  );
  expect(verdict(half, names)[1]).toContain('50.0 % of the photos (49.0 points less than at home)');
});

test('models that cross over unharmed have lost nothing', () => {
  const fine = collapse.map((cell) => ({ ...cell, accuracy: 0.985 }));
  const sentences = verdict(fine, names);
  expect(sentences[1]).toContain('no fall');
  expect(sentences.at(-1)).toContain('nothing was taken from the MNIST model');
});

test('preparing both alike that makes things worse is said to cost', () => {
  const worse = collapse.map((cell) =>
    cell.model !== cell.data && cell.pipeline === 'mnist' ? { ...cell, accuracy: 0.05 } : cell,
  );
  expect(verdict(worse, names).at(-1)).toContain('preparation alike costs a further 6.0');
});

test('a stand-in for MNIST is never called MNIST', () => {
  const text = verdict(collapse, setNames(true)).join(' ').replaceAll("MNIST's recipe", '');
  expect(text.replaceAll('stand-in for MNIST', '')).not.toContain('MNIST');
});
