import { UserError } from '../common/errors';

/** Signals that come closer together than this, in ms, are one Ctrl-C: a group's and a parent's both arrive. */
const oneKeystroke = 500;

/**
 * Runs a command's body and turns what it throws into an exit code.
 *
 * A `UserError` is told in its own words alone, on standard error, with exit code 1; Ctrl-C aborts the signal
 * and ends with 130, once the body has put things in order, and a second one ends at once; anything else is a bug
 * and keeps its stack trace.
 */
export async function command(body: (argv: string[], signal: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const interrupted = new UserError('stopped by Ctrl-C; what was finished is kept');
  let first: number | undefined;
  const interrupt = (): void => {
    if (first !== undefined && Date.now() - first > oneKeystroke) process.exit(130);
    first ??= Date.now();
    stop.abort(interrupted);
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    await body(process.argv.slice(2), stop.signal);
  } catch (error) {
    if (stop.signal.aborted) {
      process.stderr.write(`${interrupted.message}\n`);
      process.exitCode = 130;
    } else if (error instanceof UserError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    } else {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = 1;
    }
  }
}
