const { format } = require('node:util');
const { describeFaults, describeThrown, isInterrupt } = require('./errors');
const { announceInterrupt } = require('./interrupt-event');

/** @typedef {import('./errors').CellError} CellError */
/** @typedef {{ code: string, silent?: boolean, stop_on_error?: boolean }} Request */
/** @typedef {(type: string, content: object) => void} Publish */
/** @typedef {{ publish?: Publish, faults: string[], thrown?: { value: unknown }, error?: CellError }} Cell */

/**
 * Wraps tslab's handlers so that a client learns what runs and how it failed: `execute_input` with the cell's
 * number, `error` with name, message and stack, and the same in the reply.
 *
 * Stock tslab prints errors on standard error instead, and cancels whatever follows a failing cell even where
 * the client asked to go on (`stop_on_error: false`).
 *
 * @param {{ prototype: any }} JupyterHandlerImpl
 * @param {{ prototype: any }} ZmqServer
 */
function sayWhatRuns(JupyterHandlerImpl, ZmqServer) {
  const handler = JupyterHandlerImpl.prototype;
  const server = ZmqServer.prototype;
  for (const [owner, name] of [
    [handler, 'handleExecute'],
    [handler, 'handleExecuteImpl'],
    [server, 'handleExecute'],
  ]) {
    if (typeof owner[name] !== 'function') {
      throw new Error(
        `this version of tslab has no ${name}, which the launcher wraps: install the pinned one`,
      );
    }
  }

  /** @type {WeakMap<Request, Cell>} */
  const cells = new WeakMap();
  /** @type {Cell | undefined} */
  let running;

  const serve = server.handleExecute;
  /**
   * @this {any}
   * @param {unknown} socket
   * @param {any} message
   */
  server.handleExecute = function (socket, message) {
    /** @type {Publish} */
    const publish = (type, content) => {
      const note = message.createReply();
      note.header.msg_type = type;
      note.content = content;
      note.signAndSend(this.connInfo.key, this.iopub);
    };
    cells.set(message.content, { publish, faults: [] });
    return serve.call(this, socket, message);
  };

  const execute = handler.handleExecuteImpl;
  /**
   * @this {any}
   * @param {Request} request
   * @param {unknown[]} rest
   */
  handler.handleExecuteImpl = async function (request, ...rest) {
    /** @type {Cell} */
    const cell = cells.get(request) ?? { faults: [] };
    running = cell;
    const number = this.execCount + 1;
    if (!request.silent) cell.publish?.('execute_input', { code: request.code, execution_count: number });
    try {
      return await execute.call(this, request, ...rest);
    } catch (count) {
      cell.error = cell.thrown ? describeThrown(cell.thrown.value) : describeFaults(cell.faults);
      if (!request.silent) cell.publish?.('error', cell.error);
      // tslab would answer a rejection by cancelling its queue: told of a success, it goes on.
      if (request.stop_on_error === false) return count;
      throw count;
    } finally {
      if (request.silent) this.execCount = number - 1;
      running = undefined;
    }
  };

  const reply = handler.handleExecute;
  /**
   * @this {any}
   * @param {Request} request
   * @param {unknown[]} rest
   */
  handler.handleExecute = async function (request, ...rest) {
    const content = await reply.call(this, request, ...rest);
    const error = cells.get(request)?.error;
    if (error) return { ...content, ...error, status: 'error' };
    if (content.status === 'abort') return { ...content, status: 'aborted' };
    return { ...content, payload: [], user_expressions: {} };
  };

  /** @param {unknown[]} words what tslab's executor tells its console: a fault of the compiler, or what was thrown */
  function note(...words) {
    const fault = typeof words[0] === 'string' && words.length > 1;
    if (!running) return console.error(...words);
    if (fault) running.faults.push(format(...words));
    else {
      running.thrown = { value: words[0] };
      if (isInterrupt(words[0])) announceInterrupt();
    }
  }

  return {
    /** Says whether a cell is running now. */
    busy: () => running !== undefined,
    /**
     * Starts tslab with a console whose errors come here; the notebook's own console is left as it is.
     *
     * @param {() => void} start
     */
    withConsole(start) {
      const error = console.error;
      console.error = note;
      try {
        start();
      } finally {
        console.error = error;
      }
    },
  };
}

module.exports = { sayWhatRuns };
