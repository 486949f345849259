/**
 * Mends how tslab broadcasts outputs and the kernel's state, so that none is lost.
 *
 * tslab sends without waiting, and zeromq.js (6.8) holds every 513th message back until the event loop's next
 * turn: what is sent before that throws `Socket is busy writing`. A cell's output, or the message that it has
 * ended, is then lost, and who runs the notebook waits for ever. With `sendTimeout` 0 nothing is held back; a
 * publisher never blocks. And it drops nothing that a slow client hasn't taken yet.
 *
 * @param {{ prototype: any }} ZmqServer
 */
function loseNoBroadcast(ZmqServer) {
  const server = ZmqServer.prototype;
  if (typeof server.bindSocket !== 'function') {
    throw new Error(
      'this version of tslab has no bindSocket, which the launcher wraps: install the pinned one',
    );
  }
  const bind = server.bindSocket;
  /**
   * @this {any}
   * @param {any} socket
   * @param {number} port
   */
  server.bindSocket = function (socket, port) {
    if (socket === this.iopub) {
      socket.sendTimeout = 0;
      socket.sendHighWaterMark = 0;
    }
    return bind.call(this, socket, port);
  };
}

module.exports = { loseNoBroadcast };
