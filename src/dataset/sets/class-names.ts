const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** A class's name up to its number: `digit 3`, `class_03`, `3.0`. */
const numbered = /^(?:digits?|class|label|number|num)?[\s_-]*0*(\d)(?:\.0+)?$/i;

/** The digit that a class's name means: `3`, `03`, `3.0`, `digit_3`, `three`; undefined where it is no digit. */
export function digitOf(name: string): number | undefined {
  const match = numbered.exec(name.trim());
  if (match) return Number(match[1]);
  const word = words.indexOf(name.trim().toLowerCase());
  return word < 0 ? undefined : word;
}

/** Classes told apart into digits and others. */
export interface ClassCodes {
  /** One number a picture: the digit, or 10 and up for the other classes. */
  readonly codes: Uint16Array;
  /** What the numbers stand for: `0` to `9`, then the other classes by their names. */
  readonly names: readonly string[];
  /** Whether the class 10 was taken for the digit 0, as house numbers have it. */
  readonly tenIsZero: boolean;
}

/**
 * Numbers the classes of some pictures, digits by themselves and all others from 10 on, by name.
 *
 * Where no class is 0 but one is 10 beside 1 to 9, it is 0: the house numbers of SVHN are labelled so.
 */
export function classCodes(classes: readonly string[]): ClassCodes {
  const distinct = [...new Set(classes)].sort();
  const digits = distinct.map(digitOf);
  const tenIsZero =
    !digits.includes(0) && digits.includes(9) && distinct.some((name) => /^10(\.0+)?$/.test(name.trim()));
  const names = Array.from({ length: 10 }, (_, digit) => String(digit));
  const code = new Map<string, number>();
  for (const [i, name] of distinct.entries()) {
    const digit = digits[i] ?? (tenIsZero && /^10(\.0+)?$/.test(name.trim()) ? 0 : undefined);
    if (digit === undefined) names.push(name);
    code.set(name, digit ?? names.length - 1);
  }
  return { codes: Uint16Array.from(classes, (name) => code.get(name) as number), names, tenIsZero };
}
