/**
 * Spells out the shorthand properties of a cell: `{ seed }` becomes `{ seed: seed }`, which means the same.
 *
 * tslab turns a name of an earlier cell into `exports.name` wherever it finds it, but not in a shorthand
 * property, and the cell then fails with `seed is not defined`. Lines keep their numbers.
 *
 * @param {any} typescript tslab's TypeScript
 * @param {string} code
 */
function spellOut(typescript, code) {
  const { ScriptTarget, createSourceFile, forEachChild, isShorthandPropertyAssignment } = typescript;
  /** @type {{ at: number, name: string }[]} */
  const found = [];
  /** @param {any} node */
  const visit = (node) => {
    if (isShorthandPropertyAssignment(node)) found.push({ at: node.name.end, name: node.name.text });
    forEachChild(node, visit);
  };
  visit(createSourceFile('cell.ts', code, ScriptTarget.ES2022, false));
  return found.reduceRight((text, { at, name }) => `${text.slice(0, at)}: ${name}${text.slice(at)}`, code);
}

/**
 * Wraps tslab's converter so that every cell's shorthand properties are spelt out before it is compiled.
 *
 * @param {{ createConverter: (options?: unknown) => { convert: (previous: string, code: string) => unknown } }} converter
 * @param {any} typescript tslab's TypeScript
 */
function mendShorthand(converter, typescript) {
  const { createConverter } = converter;
  if (typeof createConverter !== 'function') {
    throw new Error(
      'this version of tslab has no createConverter, which the launcher wraps: install the pinned one',
    );
  }
  converter.createConverter = (options) => {
    const made = createConverter(options);
    return { ...made, convert: (previous, code) => made.convert(previous, spellOut(typescript, code)) };
  };
}

module.exports = { mendShorthand, spellOut };
