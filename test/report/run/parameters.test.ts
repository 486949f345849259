import { describe, expect, it } from 'vitest';
import { helpText, parseArguments, valuesFor } from '../../../src/report/run/arguments';
import {
  type NotebookParameters,
  parseParameters,
  shareParameters,
} from '../../../src/report/run/parameters';

const source = `
// How the data are taken.
import { readFile } from 'node:fs/promises';

const perClass: number = 355; // Pictures of each digit
const rate = 1e-3; // Adam's step
let folder: string = ''; // A folder of photos; empty for the simulated camera
const camera: 'simulated' | 'webcam' = 'simulated'; // Where photos come from
// Train anew even where
// a saved model fits
const fresh: boolean = false;
const budget = 60_000;
const seed: number = -7; // ends // with slashes
`;
const capture: NotebookParameters = {
  notebook: '01-capture',
  parameters: parseParameters(source, '01-capture'),
};
const train: NotebookParameters = {
  notebook: '04-training',
  parameters: parseParameters('const epochs = 20; // Epochs\nconst seed = -7;', '04-training'),
};
const read = (...argv: string[]) => parseArguments(argv, [capture, train]);

describe('parseParameters', () => {
  it('reads name, type, default and doc of every declaration', () => {
    expect(capture.parameters).toEqual([
      { name: 'perClass', type: 'number', default: 355, doc: 'Pictures of each digit', whole: true },
      { name: 'rate', type: 'number', default: 0.001, doc: "Adam's step", whole: false },
      {
        name: 'folder',
        type: 'string',
        default: '',
        doc: 'A folder of photos; empty for the simulated camera',
        whole: false,
      },
      {
        name: 'camera',
        type: 'string',
        default: 'simulated',
        doc: 'Where photos come from',
        whole: false,
        choices: ['simulated', 'webcam'],
      },
      {
        name: 'fresh',
        type: 'boolean',
        default: false,
        doc: 'Train anew even where a saved model fits',
        whole: false,
      },
      { name: 'budget', type: 'number', default: 60000, doc: '', whole: true },
      { name: 'seed', type: 'number', default: -7, doc: 'ends // with slashes', whole: true },
    ]);
  });

  it('refuses a default that is not a literal, and a type that does not match it', () => {
    expect(() => parseParameters('const a = Math.PI;', 'nb')).toThrow('nb: the default of a');
    expect(() => parseParameters('const a = f(1, 2);', 'nb')).toThrow(
      'one line with a literal: const a = f(1, 2);',
    );
    expect(() => parseParameters("const a: number = '3';", 'nb')).toThrow('a is declared as number');
  });
});

describe('shareParameters', () => {
  it('makes one of the same name in several notebooks', () => {
    const seed = shareParameters([capture, train]).filter(({ name }) => name === 'seed');
    expect(seed).toHaveLength(1);
    expect(seed[0].notebooks).toEqual(['01-capture', '04-training']);
  });

  it('refuses one name with two defaults', () => {
    const other = { notebook: '05-drift', parameters: parseParameters('const epochs = 3;', '05-drift') };
    expect(() => shareParameters([train, other])).toThrow(
      'epochs is number 20 in 04-training but number 3 in 05-drift',
    );
  });
});

describe('parseArguments', () => {
  it('reads values behind the name and behind an equals sign', () => {
    const { values } = read('--per-class', '50', '--rate=0.5', '--seed', '-3', '--folder=a=b');
    expect(values).toEqual({ perClass: 50, rate: 0.5, seed: -3, folder: 'a=b' });
  });

  it('sets and clears booleans', () => {
    expect(read('--fresh').values).toEqual({ fresh: true });
    expect(read('--no-fresh').values).toEqual({ fresh: false });
    expect(read('--fresh=false').values).toEqual({ fresh: false });
  });

  it('keeps the own options of a command apart', () => {
    const pdf = parseParameters('const pdf = false; // A PDF too', 'start');
    expect(parseArguments(['--pdf', '--epochs=3'], [train], pdf)).toEqual({
      values: { epochs: 3 },
      own: { pdf: true },
      help: false,
    });
  });

  it.each([
    [['--epoch', '3'], 'unknown parameter --epoch: did you mean --epochs?'],
    [['--no-frehs'], 'unknown parameter --no-frehs: did you mean --fresh?'],
    [['--no-epochs'], 'unknown parameter --no-epochs: did you mean --epochs?'],
    [['--zzzzzzzz'], 'unknown parameter --zzzzzzzz: see --help'],
    [['--epochs', 'many'], '--epochs expects a whole number but got "many"'],
    [['--epochs=2.5'], '--epochs expects a whole number but got "2.5"'],
    [['--epochs='], '--epochs expects a whole number but got ""'],
    [['--rate', 'fast'], '--rate expects a number but got "fast"'],
    [['--fresh=maybe'], '--fresh expects true or false but got "maybe"'],
    [['--no-fresh=1'], '--no-fresh takes no value, but got 1'],
    [['--camera', 'film'], '--camera expects one of simulated, webcam but got "film"'],
    [['--epochs'], '--epochs needs a whole number behind it: --epochs 20'],
    [['--folder', '--fresh'], '--folder needs a text behind it'],
    [['50'], 'unexpected argument "50"'],
  ])('refuses %j', (argv, message) => {
    expect(() => read(...argv)).toThrow(message);
  });

  it('hands each notebook what it takes', () => {
    const { values } = read('--epochs=3', '--seed=1', '--fresh');
    expect(valuesFor(train, values)).toEqual({ epochs: 3, seed: 1 });
    expect(valuesFor(capture, values)).toEqual({ seed: 1, fresh: true });
  });

  it('tells every parameter with its default and its notebooks when asked for help', () => {
    expect(read('--help').help).toBe(true);
    const text = helpText('npm start -- [parameters]', [capture, train]);
    expect(text).toContain('--per-class N');
    expect(text).toMatch(
      /--camera simulated\|webcam +Where photos come from \(default simulated\) \[01-capture\]/,
    );
    expect(text).toMatch(/--seed N .*\(default -7\) \[01-capture, 04-training\]/);
    expect(text).toMatch(/--fresh {2,}Train anew/);
  });
});

describe('a range behind a doc', () => {
  const notebook: NotebookParameters = {
    notebook: '04-training',
    parameters: parseParameters('const epochs = 20; // Passes over the data (1 to 1,000)', '04-training'),
  };
  it('is read with its thousands', () => {
    expect(notebook.parameters[0].range).toEqual([1, 1000]);
  });
  it('is kept to on the command line', () => {
    expect(parseArguments(['--epochs', '1000'], [notebook]).values).toEqual({ epochs: 1000 });
    expect(() => parseArguments(['--epochs', '0'], [notebook])).toThrow(
      '--epochs expects a whole number from 1 to 1000 but got "0"',
    );
    expect(() => parseArguments(['--epochs', '1001'], [notebook])).toThrow('from 1 to 1000');
  });
});
