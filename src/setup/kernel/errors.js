const { relative } = require('node:path');
const { inspect } = require('node:util');

/**
 * An error as Jupyter's messages carry it.
 *
 * @typedef {{ ename: string, evalue: string, traceback: string[] }} CellError
 */

// Frames of these say nothing about the notebook: Node's internals, tslab, this launcher.
const foreignFrame = /^\s+at .*(node:|[\\/]node_modules[\\/]tslab[\\/]|[\\/]setup[\\/]kernel[\\/])/;

/**
 * What a cell threw, in Jupyter's terms.
 *
 * A `UserError` shows its message alone; of other errors the stack is kept, without the frames that lie
 * outside the notebook and the project.
 *
 * @param {unknown} thrown
 * @returns {CellError}
 */
function describeThrown(thrown) {
  if (isInterrupt(thrown)) return plain('Interrupted', 'the cell was interrupted');
  if (!(thrown instanceof Error)) {
    return plain('Thrown', typeof thrown === 'string' ? thrown : inspect(thrown));
  }
  if (thrown.name === 'UserError') return plain(thrown.name, thrown.message);
  const trace = inspect(thrown)
    .split('\n')
    .filter((line) => !foreignFrame.test(line))
    .map(nameFrame)
    .filter((line, index, lines) => line !== lines[index - 1] || !line.startsWith('    at '));
  return { ename: thrown.name, evalue: thrown.message, traceback: trace };
}

/**
 * A cell that does not compile, in Jupyter's terms.
 *
 * @param {string[]} faults one line each: `2:7 - Cannot find name 'x'.`
 * @returns {CellError}
 */
function describeFaults(faults) {
  return { ename: 'CompileError', evalue: faults[0] ?? 'the cell does not compile', traceback: faults };
}

/**
 * Says whether a cell ended because it was interrupted.
 *
 * @param {unknown} thrown
 */
function isInterrupt(thrown) {
  if (!(thrown instanceof Error)) return false;
  const code = 'code' in thrown ? thrown.code : undefined;
  return code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED' || thrown.message === 'Interrupted asynchronously';
}

/**
 * @param {string} ename
 * @param {string} evalue
 * @returns {CellError}
 */
function plain(ename, evalue) {
  return { ename, evalue, traceback: [`${ename}: ${evalue}`] };
}

/**
 * Names the place of a stack frame as its author knows it. Line numbers are those of the compiled code, which
 * would mislead, so they go.
 *
 * @param {string} line
 */
function nameFrame(line) {
  return line
    .replace(/^evalmachine\.<anonymous>:\d+$/, 'this cell:')
    .replace(/evalmachine\.<anonymous>:\d+:\d+/, 'this cell')
    .replace(
      /(\/[^():]*[\\/]src[\\/][^():]*)\.js:\d+:\d+/,
      (_, path) => `${relative(process.cwd(), path)}.ts`,
    );
}

module.exports = { describeThrown, describeFaults, isInterrupt };
