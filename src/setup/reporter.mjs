/**
 * Shows the steps as they run: on a terminal in one line that is drawn over, elsewhere in a plain line when a step
 * starts and one when it is done. Nothing is shown before the first step starts.
 *
 * @param {{ write(text: string): unknown, isTTY?: boolean, columns?: number }} [stream]
 */
export function stepReporter(stream = process.stderr) {
  /** @type {Map<string, { since: number, line: string }>} */
  const running = new Map();
  /** @type {NodeJS.Timeout | undefined} */
  let timer;

  const clear = () => stream.isTTY && stream.write('\r\u001b[K');
  const draw = () => {
    if (!stream.isTTY) return;
    const text = [...running]
      .map(([name, { since, line }]) => `${name} ${seconds(since)}${line ? `: ${line}` : ''}`)
      .join(' | ');
    stream.write(`\r\u001b[K${text.slice(0, Math.max(20, (stream.columns ?? 80) - 1))}`);
  };

  return {
    /** @param {string} name */
    start(name) {
      running.set(name, { since: Date.now(), line: '' });
      if (!stream.isTTY) stream.write(`set-up: ${name}...\n`);
      timer ??= setInterval(draw, 250);
      draw();
    },
    /**
     * @param {string} name
     * @param {string} line
     */
    line(name, line) {
      const step = running.get(name);
      if (step) step.line = line;
    },
    /**
     * @param {string} name
     * @param {boolean} [ready] false where the step failed
     */
    end(name, ready = true) {
      const step = running.get(name);
      running.delete(name);
      clear();
      if (step && ready) stream.write(`set-up: ${name} ready (${seconds(step.since)})\n`);
      if (running.size > 0) draw();
      else {
        clearInterval(timer);
        timer = undefined;
      }
    },
  };
}

/** @param {number} since */
function seconds(since) {
  return `${Math.round((Date.now() - since) / 1000)} s`;
}
