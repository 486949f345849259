import { setTimeout as sleep } from 'node:timers/promises';
import { hasCode, messageOf } from '../common/errors';
import type { LongWork } from '../common/progress';

/** How patient a download is. */
export interface DownloadLimits {
  /** The most bytes accepted. */
  most: number;
  /** How long a server may take to answer at all, in milliseconds (default 4,000). */
  answer?: number;
  /** How long it may pause in the middle, in milliseconds (default 10,000). */
  stall?: number;
  /** How long one attempt may last in all, in milliseconds (default 300,000). */
  whole?: number;
  /** How often it is tried (default 3). */
  attempts?: number;
  /** The pause before the second attempt, in milliseconds, doubled before each further one (default 500). */
  pause?: number;
}

/** Why a download failed, and whether the server was there at all. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  constructor(
    message: string,
    /** `unreachable`: no answer; `refused`: asking again is no use; `broken`: it may work the next time. */
    readonly kind: 'unreachable' | 'refused' | 'broken',
  ) {
    super(message);
  }
}

/**
 * Downloads a file into memory, with time-outs, a size cap, and another try after what may pass (a server's
 * error, a stall, a broken connection).
 *
 * A server that doesn't answer isn't asked twice, so that a machine without a network is known for one in
 * seconds. Rejects with a `DownloadError`, or with the signal's reason.
 */
export async function download(
  url: string,
  limits: DownloadLimits,
  { onProgress, signal }: LongWork = {},
): Promise<Uint8Array> {
  const { attempts = 3, pause = 500 } = limits;
  for (let attempt = 1; ; attempt++) {
    try {
      return await downloadOnce(url, limits, { onProgress, signal });
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof DownloadError) || error.kind !== 'broken' || attempt >= attempts) throw error;
      await sleep(pause * 2 ** (attempt - 1), undefined, { signal }).catch(() => signal?.throwIfAborted());
    }
  }
}

async function downloadOnce(url: string, limits: DownloadLimits, work: LongWork): Promise<Uint8Array> {
  const { most, answer = 4_000, stall = 10_000, whole = 300_000 } = limits;
  const { onProgress, signal } = work;
  signal?.throwIfAborted();
  const stop = new AbortController();
  const overall = setTimeout(() => stop.abort(), whole);
  const abort = (): void => stop.abort();
  signal?.addEventListener('abort', abort, { once: true });
  let watch = setTimeout(abort, answer);
  let timeLimit = `no answer within ${answer / 1000} s`;
  let answered = false;
  try {
    const response = await fetch(url, { signal: stop.signal, redirect: 'follow' });
    answered = true;
    timeLimit = `nothing more came for ${stall / 1000} s`;
    if (!response.ok || response.body === null) {
      const passing = response.status >= 500 || response.status === 408 || response.status === 429;
      throw new DownloadError(
        `${url}: the server answered ${response.status} ${response.statusText}`.trimEnd(),
        passing ? 'broken' : 'refused',
      );
    }
    const announced = announcedLength(response);
    if (announced !== undefined && announced > most) throw tooLong(url, most);
    const chunks: Uint8Array[] = [];
    let done = 0;
    const task = `downloading ${new URL(url).pathname.split('/').at(-1)}`;
    const reader = response.body.getReader();
    for (;;) {
      clearTimeout(watch);
      watch = setTimeout(abort, stall);
      const piece = await reader.read();
      if (piece.done) break;
      done += piece.value.length;
      if (done > most) throw tooLong(url, most);
      chunks.push(piece.value);
      onProgress?.({ task, done, total: announced ?? most });
    }
    return Buffer.concat(chunks);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof DownloadError) throw error;
    const reason = stop.signal.aborted ? timeLimit : messageOf(causeOf(error));
    const cutOff = answered || (!stop.signal.aborted && isReset(causeOf(error)));
    throw new DownloadError(`${url}: ${reason}`, cutOff ? 'broken' : 'unreachable');
  } finally {
    clearTimeout(watch);
    clearTimeout(overall);
    signal?.removeEventListener('abort', abort);
    stop.abort();
  }
}

/** The length that the server announces; none where the body is inflated on its way and would be longer. */
function announcedLength(response: Response): number | undefined {
  const length = response.headers.get('content-length');
  return length === null || response.headers.has('content-encoding') ? undefined : Number(length);
}

function tooLong(url: string, most: number): DownloadError {
  return new DownloadError(`${url}: longer than the ${most} bytes that are accepted`, 'refused');
}

/** `fetch failed` says nothing; what it was caused by does. */
function causeOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? error.cause : error;
}

/** Says whether the server was there and closed the connection, as a busy one does. */
function isReset(error: unknown): boolean {
  return hasCode(error, 'ECONNRESET') || hasCode(error, 'UND_ERR_SOCKET');
}
