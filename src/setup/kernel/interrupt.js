const { announceInterrupt, interruptListeners } = require('./interrupt-event');

// Work that listens gets this long to put its files in order before its cell is ended for it.
const grace = 1000;

/**
 * Makes an interrupt safe in any cell: one listener for SIGINT from the start to the end, which re-emits it as an
 * event of our own. (A listener that a running cell registers for SIGINT itself would end the kernel.)
 *
 * tslab's own answer, which ends the cell but lets its work run on, comes after: at once where nobody listens,
 * else when the cell has not ended by itself in a second, or at a second interrupt.
 *
 * @param {{ busy: () => boolean }} cells
 * @param {() => void} start starts tslab, which registers a listener of its own
 */
function interruptSafely(cells, start) {
  const before = new Set(process.listeners('SIGINT'));
  start();
  const stock = process.listeners('SIGINT').filter((listener) => !before.has(listener));
  for (const listener of stock) process.removeListener('SIGINT', listener);

  /** @type {NodeJS.Timeout | undefined} */
  let waiting;
  const endCell = () => {
    clearTimeout(waiting);
    waiting = undefined;
    for (const listener of stock) listener('SIGINT');
  };
  process.on('SIGINT', () => {
    const second = waiting !== undefined;
    const heard = interruptListeners() > 0;
    announceInterrupt();
    if (second || !heard) return endCell();
    waiting = setTimeout(() => {
      waiting = undefined;
      if (cells.busy()) endCell();
    }, grace);
    waiting.unref();
  });
}

module.exports = { interruptSafely };
