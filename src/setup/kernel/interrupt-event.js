// The contract with src/common/interrupt.ts: the kernel re-emits every interrupt under this name.
const interruptEvent = 'inkdrift:interrupt';

/** Tells whoever listens in `src` that the running work should stop. */
function announceInterrupt() {
  /** @type {NodeJS.EventEmitter} */ (process).emit(interruptEvent);
}

/** How many listen now. */
function interruptListeners() {
  return /** @type {NodeJS.EventEmitter} */ (process).listenerCount(interruptEvent);
}

module.exports = { announceInterrupt, interruptListeners };
