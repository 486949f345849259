import { UserError } from '../common/errors';
import { sha256 } from '../common/files';

/** The name of today's session with a kind of camera: `stream-2026-01-05`. Throws a `UserError` for a bad one. */
export function sessionName(kind: string, wanted?: string): string {
  const session = wanted ?? `${kind}-${new Date().toISOString().slice(0, 10)}`;
  if (/^[\w-]{1,40}$/.test(session)) return session;
  throw new UserError(`a session is named with letters, digits, - and _, not ${JSON.stringify(session)}`);
}

/** Checks a picture's width and height, in pixels. Throws a `UserError` with the one that makes no sense. */
export function checkSize(...sizes: number[]): void {
  for (const size of sizes) {
    if (!Number.isInteger(size) || size < 16 || size > 8192) {
      throw new UserError(`expected a picture's size from 16 to 8192 pixels but got ${size}`);
    }
  }
}

/** A writer's name as a part of a sheet's name; none for the usual one, `me`. */
export function handOf(writer: string): string | undefined {
  if (writer === 'me') return undefined;
  return plain(writer).slice(0, 16) || sha256(writer).slice(0, 8);
}

/** A name with nothing but letters, digits and `-` in it, 24 at most; empty where none are left. */
export function plain(name: string): string {
  return name
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, 24)
    .replace(/^-+|-+$/g, '');
}
