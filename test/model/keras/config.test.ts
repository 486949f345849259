import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/model/keras/config';

type Layer = Record<string, unknown>;

const dense = (name: string, more: object = {}): Layer => ({
  class_name: 'Dense',
  name,
  config: { name, units: 10, ...more },
});
const input = (shape: unknown[], name = 'in'): Layer => ({
  class_name: 'InputLayer',
  name,
  config: { name, batch_input_shape: [null, ...shape] },
  inbound_nodes: [],
});
/** A layer of a functional model, fed by others as Keras 2 writes it. */
const fedBy = (layer: Layer, ...sources: string[]): Layer => ({
  ...layer,
  inbound_nodes: [sources.map((name) => [name, 0, 0, {}])],
});

const read = (className: string, layers: Layer[]) =>
  readConfig(JSON.stringify({ class_name: className, config: { name: 'm', layers } }), 'some.h5');

describe('the chain of a config', () => {
  it('follows a functional model from its input, in whatever order the layers stand', () => {
    const layers = [fedBy(dense('b'), 'a'), input([784]), fedBy(dense('c'), 'b'), fedBy(dense('a'), 'in')];
    expect(read('Functional', layers).layers.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(read('Model', layers).input).toEqual([784]);
  });

  it('reads the calls of Keras 3', () => {
    const tensor = { class_name: '__keras_tensor__', config: { keras_history: ['in', 0, 0] } };
    const called = { ...dense('a'), inbound_nodes: [{ args: [tensor], kwargs: { training: false } }] };
    expect(read('Functional', [input([28, 28]), called]).layers[0].name).toBe('a');
  });

  it('takes a model within the model apart, and keeps in mind where its weights lie and which are frozen', () => {
    const layers = [input([28, 28, 1]), dense('x', { trainable: false }), dense('y')];
    const within = { class_name: 'Sequential', config: { name: 'base', layers } };
    const { layers: chain, input: shape } = read('Sequential', [within, dense('x')]);
    expect(shape).toEqual([28, 28, 1]);
    expect(chain.map(({ name, group, trainable }) => [name, group, trainable])).toEqual([
      ['x', 'base', false],
      ['y', 'base', true],
      ['x_2', 'x', true],
    ]);
  });

  it('makes a layer of an activation that is one', () => {
    const slope = { class_name: 'LeakyReLU', config: { name: 'l', alpha: 0.1 } };
    const { layers } = read('Sequential', [input([784]), dense('a', { activation: slope })]);
    expect(layers.map(({ className, config }) => [className, config.activation ?? config.alpha])).toEqual([
      ['Dense', 'linear'],
      ['LeakyReLU', 0.1],
    ]);
  });

  it.each([
    [
      [null, null, 1],
      [28, 28, 1],
    ],
    [
      [1, null, null],
      [1, 28, 28],
    ],
    [
      [1, 28, 28],
      [1, 28, 28],
    ],
    [
      [28, 28],
      [28, 28],
    ],
  ])('takes inputs of %j', (declared, shape) => {
    expect(read('Sequential', [input(declared), dense('a')]).input).toEqual(shape);
  });
});

describe('what is no chain of a digit reader is refused', () => {
  it.each([
    [[28, 28, 3], /inputs of 28×28×3/],
    [[32, 32, 1], /inputs of 32×32×1.*ZeroPadding2D\(2\)/],
    [[], /no declared shape/],
    [[null], /no declared shape/],
  ])('by its inputs: %j', (declared, message) => {
    expect(() => read('Sequential', [input(declared), dense('a')])).toThrow(message);
  });

  it.each<[string, Layer[], RegExp]>([
    ['two ends', [input([784]), fedBy(dense('a'), 'in'), fedBy(dense('b'), 'in')], /layer b .*branches/],
    [
      'a joint',
      [input([784]), fedBy(dense('a'), 'in'), fedBy({ ...dense('sum'), class_name: 'Add' }, 'in', 'a')],
      /layer sum \(Add\) branches, joins/,
    ],
    ['two inputs', [input([784]), input([784], 'other'), fedBy(dense('a'), 'in')], /has 2 inputs/],
    ['a ring', [input([784]), fedBy(dense('a'), 'b'), fedBy(dense('b'), 'a')], /stands apart/],
  ])('for %s', (_, layers, message) => {
    expect(() => read('Functional', layers)).toThrow(message);
  });

  it('for two layers of one name, too many layers, or models within models without end', () => {
    expect(() => read('Sequential', [input([784]), dense('a'), dense('a')])).toThrow(/two layers named a/);
    const many = Array.from({ length: 501 }, (_, i) => dense(`d${i}`));
    expect(() => read('Sequential', many)).toThrow(/501 layers: at most 500/);
    let deep = dense('a');
    for (let i = 0; i < 9; i++)
      deep = { class_name: 'Sequential', config: { name: `m${i}`, layers: [deep] } };
    expect(() => readConfig(JSON.stringify(deep), 'some.h5')).toThrow(/more than 8 deep/);
  });
});
