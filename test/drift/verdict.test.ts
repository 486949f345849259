import { expect, test } from 'vitest';
import type { DataSet, MatrixCell } from '../../src/drift/matrix';
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

test('a collapse in both directions is called one, with the accuracies that show it', () => {
  const text = verdict(collapse).join(' ');
  expect(text).toContain('Both fall to about a guess');
  expect(text).toContain('the photo model reads 10.0 % of MNIST');
  expect(text).toContain('the MNIST model 11.0 % of the photos');
});

test('the shares that come back are those of the drop, in each direction', () => {
  // Photo model: from 0.10 back to 0.76 of 0.98; MNIST model: from 0.11 back to 0.99 of 0.99.
  const text = verdict(collapse).at(-1);
  expect(text).toContain('100.0 % of what the MNIST model lost');
  expect(text).toContain('75.0 % of what the photo model lost');
});

test('models that cross over unharmed are not said to have collapsed', () => {
  const fine = collapse.map((cell) => ({ ...cell, accuracy: 0.99 }));
  const sentences = verdict(fine);
  expect(sentences[1]).toContain('Neither falls to a guess');
  expect(sentences.at(-1)).toContain('no drop to explain');
});

test('preparing both alike that makes things worse explains nothing, not less than nothing', () => {
  const worse = collapse.map((cell) =>
    cell.model !== cell.data && cell.pipeline === 'mnist' ? { ...cell, accuracy: 0.05 } : cell,
  );
  expect(verdict(worse).at(-1)).toContain('0.0 % of what the MNIST model lost and 0.0 %');
});
