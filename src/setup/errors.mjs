/** What stops set-up, in one line that says what was found and how to cure it; `details` may follow it. */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {string} [details] the end of what the failing tool printed
   */
  constructor(message, details) {
    super(message);
    this.name = 'SetupError';
    this.details = details;
  }
}

const noSpace = /ENOSPC|EDQUOT|no space left on device|disk quota exceeded/i;
const noNetwork =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|temporary failure in name resolution|name or service not known|failed to establish a new connection|connection (?:refused|reset|timed out)|read timed out|max retries exceeded|network is unreachable|getaddrinfo failed/i;
const notAllowed = /EACCES|EPERM|EROFS|permission denied|read-only file system/i;

/**
 * Turns a failed tool's output into one line with the cure.
 *
 * @param {string} what what was being done: `npm ci`
 * @param {string} output what the tool printed
 * @param {string} [source] where the tool takes things from: `the npm registry`
 * @returns {SetupError}
 */
export function explainFailure(what, output, source = 'the network') {
  if (noSpace.test(output)) {
    return new SetupError(
      `${what}: no space left on the disk. Set-up needs about 4 GB: free some, then run the same again.`,
    );
  }
  if (noNetwork.test(output)) {
    return new SetupError(
      `${what}: ${source} could not be reached. Check the network and its proxy settings, then run the same again.`,
    );
  }
  if (/EUSAGE/.test(output)) {
    return new SetupError(
      `${what}: package.json and package-lock.json disagree. Restore both (git checkout package.json package-lock.json) or run npm install.`,
    );
  }
  if (notAllowed.test(output)) {
    const path = pathIn(output);
    const cache = path && /[\\/]\.npm([\\/]|$)|_cacache/.test(path);
    const cure = cache
      ? "Make npm's cache yours, or name another: npm_config_cache=FOLDER npm run setup"
      : 'Check that it belongs to you, then run the same again.';
    return new SetupError(`${what}: ${path ?? 'a file'} may not be written. ${cure}`, lastLines(output));
  }
  return new SetupError(`${what} failed. Its last words are below.`, lastLines(output));
}

/**
 * The same for an error that Node's own file functions throw; anything else is given back as it is.
 *
 * @param {unknown} error
 * @returns {unknown}
 */
export function explainSystemError(error) {
  if (error instanceof SetupError || !(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (/^(ENOSPC|EDQUOT|EACCES|EPERM|EROFS)$/.test(code)) return explainFailure('Set-up', error.message);
  return error;
}

/**
 * The path that a tool names beside its error, as npm or as Node and Python do.
 *
 * @param {string} output
 */
function pathIn(output) {
  return /^npm (?:error|ERR!) path (.+)$/m.exec(output)?.[1] ?? /'((?:\/|[A-Z]:)[^']+)'/.exec(output)?.[1];
}

/** @param {string} output */
function lastLines(output) {
  return output.trimEnd().split('\n').slice(-20).join('\n');
}
