/**
 * An error whose message is meant for the person at the keyboard: what was expected, what came, what to do.
 *
 * Commands print its message alone and exit with 1; every other error is a bug and keeps its stack trace.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** Says whether `error` is a Node.js system error with the given code, `ENOENT` for example. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
