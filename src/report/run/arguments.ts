import { UserError } from '../../common/errors';
import {
  type NotebookParameters,
  type Parameter,
  type ParameterValue,
  type SharedParameter,
  shareParameters,
} from './parameters';

/** What a command line said. */
export interface Arguments {
  /** The notebooks' parameters that were given, by name. */
  values: Record<string, ParameterValue>;
  /** The command's own options that were given, by name. */
  own: Record<string, ParameterValue>;
  /** Whether the help was asked for; nothing else is then to be done. */
  help: boolean;
}

/**
 * Reads a command line against the notebooks' parameters and the command's own options.
 *
 * `perClass` is written `--per-class 50` or `--per-class=50`, a boolean `--fresh`, `--fresh=false` or
 * `--no-fresh`. Throws a `UserError` that names the argument for an unknown one (with the nearest known name), a
 * missing value and a value of the wrong type.
 */
export function parseArguments(
  argv: readonly string[],
  notebooks: readonly NotebookParameters[],
  own: readonly Parameter[] = [],
): Arguments {
  const shared = shareParameters(notebooks);
  const ownNames = new Set(own.map((each) => each.name));
  const known = new Map([...shared, ...own].map((each) => [optionName(each.name), each]));
  const result: Arguments = { values: {}, own: {}, help: false };

  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i];
    if (argument === '--help' || argument === '-h') {
      result.help = true;
      continue;
    }
    const match = /^--([^=]+)(?:=(.*))?$/s.exec(argument);
    if (!match) {
      throw new UserError(
        `unexpected argument ${JSON.stringify(argument)}: parameters start with --, see --help`,
      );
    }
    const [, given, attached] = match;
    const negated = known.has(given) ? undefined : /^no-(.+)$/.exec(given)?.[1];
    const option = known.get(negated ?? given);
    if (!option || (negated && option.type !== 'boolean')) throw unknown(given, [...known.keys()]);

    let value: ParameterValue;
    if (option.type === 'boolean') {
      if (negated && attached !== undefined)
        throw new UserError(`--${given} takes no value, but got ${attached}`);
      value = negated ? false : attached === undefined ? true : readValue(option, attached);
    } else {
      const text = attached ?? argv[i + 1];
      if (text === undefined || (attached === undefined && isOption(text))) {
        throw new UserError(
          `--${given} needs ${expected(option)} behind it: --${given} ${option.default || '…'}`,
        );
      }
      if (attached === undefined) i++;
      value = readValue(option, text);
    }
    (ownNames.has(option.name) ? result.own : result.values)[option.name] = value;
  }
  return result;
}

/** The given values that one notebook takes. */
export function valuesFor(
  notebook: NotebookParameters,
  values: Record<string, ParameterValue>,
): Record<string, ParameterValue> {
  const names = new Set(notebook.parameters.map((each) => each.name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)));
}

/** The text of `--help`: every parameter with its default, what it does and which notebooks take it. */
export function helpText(
  usage: string,
  notebooks: readonly NotebookParameters[],
  own: readonly Parameter[] = [],
): string {
  const section = (title: string, rows: [string, string][]): string[] => {
    const width = Math.max(...rows.map(([left]) => left.length));
    return rows.length === 0
      ? []
      : ['', title, ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd())];
  };
  const row = (each: Parameter, notebooksOf?: string[]): [string, string] => [
    `--${optionName(each.name)}${each.type === 'boolean' ? '' : ` ${placeholder(each)}`}`,
    [
      each.doc,
      `(default ${each.default === '' ? 'none' : each.default})`,
      notebooksOf && `[${notebooksOf.join(', ')}]`,
    ]
      .filter(Boolean)
      .join(' '),
  ];
  return [
    `Usage: ${usage}`,
    ...section('Options:', [...own.map((each) => row(each)), ['--help', 'This text']]),
    ...section(
      'Parameters of the notebooks:',
      shareParameters(notebooks).map((each: SharedParameter) => row(each, each.notebooks)),
    ),
    '',
    'A boolean is set by --name and cleared by --no-name.',
  ].join('\n');
}

/** A parameter's name as the command line has it: `perClass` is `per-class`. */
export function optionName(name: string): string {
  return name.replace(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
}

function isOption(text: string): boolean {
  return /^--?[a-z]/i.test(text);
}

function readValue(option: Parameter, text: string): ParameterValue {
  const refuse = (): UserError =>
    new UserError(`--${optionName(option.name)} expects ${expected(option)} but got ${JSON.stringify(text)}`);
  if (option.type === 'boolean') {
    if (text !== 'true' && text !== 'false') throw refuse();
    return text === 'true';
  }
  if (option.type === 'string') {
    if (option.choices && !option.choices.includes(text)) throw refuse();
    return text;
  }
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw refuse();
  if (option.whole && !Number.isSafeInteger(value)) throw refuse();
  if (option.range && (value < option.range[0] || value > option.range[1])) throw refuse();
  return value;
}

function expected(option: Parameter): string {
  if (option.choices) return `one of ${option.choices.join(', ')}`;
  if (option.type === 'boolean') return 'true or false';
  if (option.type === 'number') {
    const kind = option.whole ? 'a whole number' : 'a number';
    return option.range ? `${kind} from ${option.range[0]} to ${option.range[1]}` : kind;
  }
  return 'a text';
}

function placeholder(option: Parameter): string {
  if (option.choices) return option.choices.join('|');
  return option.type === 'number' ? (option.whole ? 'N' : 'X') : 'TEXT';
}

function unknown(given: string, known: string[]): UserError {
  const plain = given.replace(/^no-/, '');
  const nearest = known
    .map((name) => ({ name, distance: Math.min(edits(given, name), edits(plain, name)) }))
    .filter(({ name, distance }) => distance <= Math.max(2, Math.floor(name.length / 3)))
    .sort((a, b) => a.distance - b.distance)[0];
  const hint = nearest ? `did you mean --${nearest.name}?` : 'see --help for those there are';
  return new UserError(`unknown parameter --${given}: ${hint}`);
}

/** The number of single-character edits between two texts (Levenshtein, 1966). */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1])));
    }
    row = next;
  }
  return row[b.length];
}
