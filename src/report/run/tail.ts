import { open } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { hasCode } from '../../common/errors';

/** A file that is being followed. */
export interface Tail {
  /** Reads what is still to be read, then stops following. */
  close(): Promise<void>;
}

/**
 * Follows a file that another process appends lines to, and hands over each whole line once.
 *
 * The file needn't exist yet. It is looked at every `interval` milliseconds: `fs.watch` is silent on some
 * network and container file systems.
 */
export function followLines(path: string, onLine: (line: string) => void, interval = 200): Tail {
  let position = 0;
  let rest: Buffer = Buffer.alloc(0);
  let closed = false;
  const stop = new AbortController();

  const readOn = async (): Promise<void> => {
    const file = await open(path, 'r').catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    });
    if (!file) return;
    try {
      const { size } = await file.stat();
      if (size <= position) return;
      const part = Buffer.alloc(size - position);
      const { bytesRead } = await file.read(part, 0, part.length, position);
      position += bytesRead;
      // Lines are cut as bytes: a character of several bytes may have been written by half.
      rest = Buffer.concat([rest, part.subarray(0, bytesRead)]);
      let end = rest.indexOf(10);
      while (end >= 0) {
        onLine(rest.subarray(0, end).toString('utf8'));
        rest = rest.subarray(end + 1);
        end = rest.indexOf(10);
      }
    } finally {
      await file.close();
    }
  };

  const followed = (async () => {
    while (!closed) {
      await readOn();
      await wait(interval, undefined, { signal: stop.signal }).catch(() => undefined);
    }
    await readOn();
  })();
  // A failure is told when the tail is closed, not as an unhandled rejection before.
  followed.catch(() => undefined);

  return {
    async close() {
      closed = true;
      stop.abort();
      await followed;
    },
  };
}
