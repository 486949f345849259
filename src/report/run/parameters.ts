import { hasTag, notebookName, readNotebook, textOf } from './notebook-file';

/** What a parameter can hold. */
export type ParameterValue = number | string | boolean;

/** One parameter of a notebook, or an option of a command. */
export interface Parameter {
  /** As the code has it: `perClass`. */
  name: string;
  type: 'number' | 'string' | 'boolean';
  default: ParameterValue;
  /** What it does, in a sentence; may be empty. */
  doc: string;
  /** Whether a number must be whole: its default is written without point or exponent. */
  whole: boolean;
  /** The least and the most that a number may be, where its doc ends in them: `(1 to 1,000)`. */
  range?: [number, number];
  /** The only texts allowed, where the type is a union of them. */
  choices?: string[];
}

/** A notebook and the parameters it takes. */
export interface NotebookParameters {
  /** The notebook's name: `04-training`. */
  notebook: string;
  parameters: Parameter[];
}

/** Reads the parameters of a notebook from its cell tagged `parameters`; none where there is no such cell. */
export async function readParameters(path: string): Promise<NotebookParameters> {
  const notebook = notebookName(path);
  const { cells } = await readNotebook(path);
  const cell = cells.find((each) => hasTag(each, 'parameters'));
  return { notebook, parameters: cell ? parseParameters(textOf(cell.source), notebook) : [] };
}

const declaration =
  /^\s*(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*(?::\s*([^=]+?))?\s*=\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`$\\]*`|[^\s;'"`]+)\s*;?\s*(?:\/\/\s*(.*?)\s*)?$/;

/**
 * Reads the parameters from the source of a cell: one `const name: type = literal; // doc` a line. Where a line
 * has no comment behind it, the `//` lines just above are its doc.
 *
 * Throws for a default that isn't a literal, and for a type that doesn't match it.
 */
export function parseParameters(source: string, notebook: string): Parameter[] {
  const parameters: Parameter[] = [];
  let above: string[] = [];
  for (const line of source.split('\n')) {
    const comment = /^\s*\/\/\s?(.*)$/.exec(line);
    if (comment) {
      above.push(comment[1].trim());
      continue;
    }
    if (/^\s*(const|let|var)\b/.test(line)) {
      const match = declaration.exec(line);
      if (!match)
        throw new Error(`${notebook}: this parameter isn't one line with a literal: ${line.trim()}`);
      const [, name, type, text, behind] = match;
      parameters.push(parameter(notebook, name, type, text, behind || above.join(' ')));
    }
    above = [];
  }
  return parameters;
}

function parameter(
  notebook: string,
  name: string,
  type: string | undefined,
  text: string,
  doc: string,
): Parameter {
  const value = literal(text);
  if (value === undefined) {
    throw new Error(`${notebook}: the default of ${name} is not a number, text or boolean literal: ${text}`);
  }
  const kind = typeof value as Parameter['type'];
  const choices = type === undefined ? undefined : choicesOf(type);
  if (type !== undefined && type !== kind && !(kind === 'string' && choices)) {
    throw new Error(`${notebook}: ${name} is declared as ${type}, but its default is a ${kind}: ${text}`);
  }
  const whole = kind === 'number' && /^[+-]?[\d_]+$/.test(text);
  const range = kind === 'number' ? rangeOf(doc) : undefined;
  return {
    name,
    type: kind,
    default: value,
    doc,
    whole,
    ...(choices && { choices }),
    ...(range && { range }),
  };
}

/** The range that a doc ends in, `Passes over the data (1 to 1,000)`; undefined where it names none. */
function rangeOf(doc: string): [number, number] | undefined {
  const match = /\(([\d.,]+) to ([\d.,]+)\)\s*$/.exec(doc);
  return match ? [Number(match[1].replaceAll(',', '')), Number(match[2].replaceAll(',', ''))] : undefined;
}

function literal(text: string): ParameterValue | undefined {
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^['"`]/.test(text)) return text.slice(1, -1).replace(/\\(.)/g, '$1');
  if (/^[+-]?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text.replaceAll('_', ''));
  return undefined;
}

/** The texts of a union type, `'simulated' | 'webcam'`; undefined for any other type. */
function choicesOf(type: string): string[] | undefined {
  const parts = type.split('|').map((part) => part.trim());
  return parts.every((part) => /^(['"]).*\1$/.test(part))
    ? parts.map((part) => part.slice(1, -1))
    : undefined;
}

/** One parameter with the notebooks that take it. */
export interface SharedParameter extends Parameter {
  notebooks: string[];
}

/**
 * Brings the parameters of all notebooks together: the same name in several is one parameter.
 *
 * Throws where two notebooks give the same name another type or default.
 */
export function shareParameters(notebooks: readonly NotebookParameters[]): SharedParameter[] {
  const shared = new Map<string, SharedParameter>();
  for (const { notebook, parameters } of notebooks) {
    for (const each of parameters) {
      const known = shared.get(each.name);
      if (!known) {
        shared.set(each.name, { ...each, notebooks: [notebook] });
        continue;
      }
      if (known.type !== each.type || known.default !== each.default) {
        throw new Error(
          `${each.name} is ${known.type} ${known.default} in ${known.notebooks.join(', ')} ` +
            `but ${each.type} ${each.default} in ${notebook}: give it one type and default`,
        );
      }
      known.notebooks.push(notebook);
      known.doc ||= each.doc;
    }
  }
  return [...shared.values()];
}
