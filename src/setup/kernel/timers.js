/** The one timer that tslab's own clock can hold: TypeScript's update of the program. */
const updateName = 'updateProgramWithWatchStatus';

/**
 * Gives TypeScript's other timers a real clock.
 *
 * tslab replaces the compiler's timers by a single one, which it fires itself before a cell is compiled, and
 * throws when a second is set. TypeScript sets a second when a file appears or disappears below `src`: every cell
 * after that would fail.
 *
 * @param {any} host what TypeScript's `createWatchCompilerHost` made
 */
function keepTimersApart(host) {
  const { setTimeout: setUpdate, clearTimeout: clearUpdate } = host;
  /** @type {Set<NodeJS.Timeout>} */
  const others = new Set();
  /**
   * @param {() => void} callback
   * @param {number} delay in milliseconds
   */
  host.setTimeout = (callback, delay) => {
    if (callback.name === updateName) return setUpdate(callback, delay);
    const timer = setTimeout(() => {
      others.delete(timer);
      callback();
    }, delay);
    others.add(timer);
    // A timer that only tidies up must not keep the kernel from ending.
    return timer.unref();
  };
  /** @param {any} timer */
  host.clearTimeout = (timer) => {
    if (others.delete(timer)) clearTimeout(timer);
    else clearUpdate(timer);
  };
  return host;
}

module.exports = { keepTimersApart };
