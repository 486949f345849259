import { UserError } from './errors';

// The contract with the notebook kernel (src/setup/kernel): it owns SIGINT and re-emits it under this name.
const interruptEvent = 'inkdrift:interrupt';

const emitter: NodeJS.EventEmitter = process;
let current: AbortController | undefined;

/**
 * The signal that aborts at the next interrupt in a notebook (■ in JupyterLab), with a `UserError` as reason.
 *
 * Every call after an interrupt gives a fresh one, so a cell can be interrupted and run again.
 */
export function interruptSignal(): AbortSignal {
  if (!current) {
    const controller = new AbortController();
    current = controller;
    emitter.once(interruptEvent, () => {
      current = undefined;
      controller.abort(new UserError('interrupted; what was finished is kept'));
    });
  }
  return current.signal;
}
